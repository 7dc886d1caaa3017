import { z } from 'zod'
import { type FlowDocument, flowDocumentSchema } from '@/lib/flow/schema'
import { browserId } from './browser-id'

const unsavedSchema = z.object({ document: flowDocumentSchema, revision: z.number(), at: z.number() })

/** A document that the server does not have, kept in the browser. */
export interface UnsavedCopy {
  document: FlowDocument
  /** The stored revision that it began from. */
  revision: number
  /** When it was kept, in milliseconds. */
  at: number
}

const PREFIX = 'patchbay.unsaved'
const TAB_KEY = 'patchbay.tab'

const flowPrefix = (projectId: string, flowId: string) => `${PREFIX}/${projectId}/${flowId}/`

/** Keeps what is not saved yet, apart for every tab, so that two tabs never write over each other. */
export function keepUnsaved(projectId: string, flowId: string, copy: UnsavedCopy): void {
  withStorage((storage, tab) => storage.setItem(flowPrefix(projectId, flowId) + tab, JSON.stringify(copy)))
}

export function forgetUnsaved(projectId: string, flowId: string): void {
  withStorage((storage, tab) => storage.removeItem(flowPrefix(projectId, flowId) + tab))
}

/** The unsaved document of this tab, else the newest that a closed tab left; null when there is none. */
export function findUnsaved(projectId: string, flowId: string): UnsavedCopy | null {
  const prefix = flowPrefix(projectId, flowId)
  let found: UnsavedCopy | null = null
  withStorage((storage, tab) => {
    const own = read(storage.getItem(prefix + tab))
    const others = Object.keys(storage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => read(storage.getItem(key)))
      .filter((copy) => copy !== null)
      .sort((a, b) => b.at - a.at)
    found = own ?? others[0] ?? null
  })
  return found
}

/** Removes every unsaved copy of a flow that is not newer than `copy`. */
export function discardUnsaved(projectId: string, flowId: string, copy: UnsavedCopy): void {
  withStorage((storage) => {
    for (const key of Object.keys(storage)) {
      if (!key.startsWith(flowPrefix(projectId, flowId))) continue
      const stored = read(storage.getItem(key))
      if (!stored || stored.at <= copy.at) storage.removeItem(key)
    }
  })
}

function read(text: string | null): UnsavedCopy | null {
  if (text === null) return null
  try {
    return unsavedSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

// Storage may be switched off or full; then the copy in memory is all there is.
function withStorage(use: (storage: Storage, tab: string) => void): void {
  if (typeof window === 'undefined') return
  try {
    const tab = sessionStorage.getItem(TAB_KEY) ?? browserId(12)
    sessionStorage.setItem(TAB_KEY, tab)
    use(localStorage, tab)
  } catch {
    // Nothing to do: see above.
  }
}
