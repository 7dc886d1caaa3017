import type { HostedBoot } from '@/lib/api/hosted/page'

/** The execution of this window, so that a reload goes on where it was. */
export interface KeptExecution {
  executionId: string
  nonce: string
  /** The person has been told how it ended. */
  told?: boolean
}

// Storage may be forbidden, in a frame for one: then the page itself remembers it, a reload begins anew, and nothing else
// is lost.
let remembered: { key: string; text: string } | null = null

/** The execution that this window has begun by this very address; null: none. */
export function findKeptExecution(boot: HostedBoot): KeptExecution | null {
  try {
    const kept = JSON.parse(read(keyOf(boot)) ?? 'null')
    if (kept?.inputs !== inputsOf(boot)) return null
    const { executionId, nonce, told } = kept
    return { executionId, nonce, ...(told === true ? { told } : {}) }
  } catch {
    return null
  }
}

export function keepExecution(boot: HostedBoot, kept: KeptExecution): void {
  const text = JSON.stringify({ ...kept, inputs: inputsOf(boot) })
  remembered = { key: keyOf(boot), text }
  try {
    sessionStorage.setItem(keyOf(boot), text)
  } catch {}
}

function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return remembered?.key === key ? remembered.text : null
  }
}

export function forgetExecution(boot: HostedBoot): void {
  remembered = null
  try {
    sessionStorage.removeItem(keyOf(boot))
  } catch {}
}

/** The person has been told how the execution of this window ended. */
export function rememberTold(boot: HostedBoot): void {
  const kept = findKeptExecution(boot)
  if (kept) keepExecution(boot, { ...kept, told: true })
}

/**
 * Whether the person has come to the address by a link, and not by a reload or the way back. A frame is new whenever the
 * page around it is.
 */
export function isNewVisit({ embedder }: HostedBoot): boolean {
  const [entry] = performance.getEntriesByType('navigation')
  const type = entry instanceof PerformanceNavigationTiming ? entry.type : 'navigate'
  return type === 'navigate' || (type === 'reload' && embedder !== null)
}

function keyOf({ projectId, flowId }: HostedBoot): string {
  return `patchbay.${projectId}.${flowId}`
}

/** Another link to the same flow is another errand. */
function inputsOf({ client, outbound, redirectUrl, state }: HostedBoot): string {
  return JSON.stringify([client, outbound, redirectUrl, state])
}
