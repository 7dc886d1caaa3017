import type { HostedBoot } from '@/lib/api/hosted/page'

/** The execution of this window, so that a reload goes on where it was. */
export interface KeptExecution {
  executionId: string
  nonce: string
}

// Storage may be forbidden, in a frame for one: then the page itself remembers it, a reload begins anew, and nothing else
// is lost.
let remembered: { key: string; text: string } | null = null

/** The execution that this window has begun by this very address; null: none. */
export function findKeptExecution(boot: HostedBoot): KeptExecution | null {
  try {
    const kept = JSON.parse(read(keyOf(boot)) ?? 'null')
    return kept?.inputs === inputsOf(boot) ? { executionId: kept.executionId, nonce: kept.nonce } : null
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

/**
 * Whether the person has come to the address anew: not by a reload, by the way back, or from the provider of an account
 * that they connected. A frame is new whenever the page around it is.
 */
export function isNewVisit({ embedder }: HostedBoot): boolean {
  if (new URLSearchParams(window.location.search).has('descope-login-flow')) return false
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
