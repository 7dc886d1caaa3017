type Listener = () => void

const listeners = new Set<Listener>()

/** Tells the workers of this process that a job was queued; those of other processes find it within a second. */
export function wakeWorkers(): void {
  for (const listener of listeners) listener()
}

/** @returns the function that ends it */
export function onWake(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
