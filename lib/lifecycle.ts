const stopping = new AbortController()

/** Aborts when the process begins to stop: live streams end, loops take no new work. */
export function stopSignal(): AbortSignal {
  return stopping.signal
}

/** Says that the process is stopping. Called by the server, once. */
export function beginStop(): void {
  stopping.abort()
}
