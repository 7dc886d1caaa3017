import type { FlowDocument } from '@/lib/flow/schema'
import type { ActionResult } from '@/lib/result'
import type { EditorActions, LoadedDraft, SavedBy, SaveState } from './types'

/** Typing pauses this long before the draft is sent. */
export const SAVE_DELAY_MS = 600
const RETRY_FIRST_MS = 1_000
const RETRY_LONGEST_MS = 30_000

export interface DraftSaverOptions {
  actions: Pick<EditorActions, 'saveDraft' | 'loadDraft'>
  revision: number
  /** The document with all that was typed; may call `changed`. */
  read(): FlowDocument
  onState(state: SaveState, revision: number): void
}

export interface DraftSaver {
  /** The document changed, or is about to: save it soon. */
  changed(): void
  /** Saves now; true once the server has the document that was there at the call. */
  flush(): Promise<boolean>
  /** Saves over what another tab or person saved. */
  overwrite(): Promise<boolean>
  /** The server has `document` under `revision`, for instance after their version was loaded. */
  rebase(revision: number): void
  /** Begins, and goes on after a `stop`. */
  start(): void
  /** Sends what is left once, and plans nothing more. */
  stop(): void
}

/**
 * Sends the draft to the server: after a pause, one save at a time, again with growing pauses while the server cannot
 * be reached, and never again by itself after a refusal.
 */
export function createDraftSaver({ actions, read, onState, ...initial }: DraftSaverOptions): DraftSaver {
  let revision = initial.revision
  let state: SaveState = { status: 'clean' }
  let stored: FlowDocument = read()
  let running: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempts = 0
  let stopped = false

  const enter = (next: SaveState) => {
    state = next
    onState(next, revision)
  }
  const later = (delay: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void save(false), delay)
  }

  function save(force: boolean): Promise<void> {
    clearTimeout(timer)
    running ??= send(force).finally(() => {
      running = null
    })
    return running
  }

  async function send(force: boolean): Promise<void> {
    const document = read()
    // Reading may have brought a change, which plans a save of its own.
    clearTimeout(timer)
    // Typed and taken back.
    if (!force && document === stored && state.status === 'dirty') return enter({ status: 'clean' })
    enter({ status: 'saving' })
    const result = await attempt(() => actions.saveDraft({ document, revision, ...(force ? { force: true } : {}) }))
    if (result === null) {
      attempts += 1
      const delay = Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** (attempts - 1))
      enter({ status: 'unreachable', attempts, retryAt: Date.now() + delay })
      later(delay)
      return
    }
    attempts = 0
    if (!result.ok) {
      const theirs = result.code === 'conflict' ? await findTheirs(actions) : null
      enter({ status: 'rejected', code: result.code, message: result.message, ...(theirs ? { theirs } : {}) })
      return
    }
    revision = result.data.revision
    stored = document
    if (read() === document) enter({ status: 'clean' })
    else {
      enter({ status: 'dirty' })
      later(SAVE_DELAY_MS)
    }
  }

  // What is typed while a save is under way makes the state dirty again, but what was there before is stored.
  const wentThrough = () => state.status === 'clean' || state.status === 'dirty'

  async function flush(): Promise<boolean> {
    if (running) await running
    // A conflict needs a decision: trying again would be refused again, and forcing it is the person's choice.
    if (isConflict(state)) return false
    if (stored !== read() || state.status !== 'clean') await save(false)
    return wentThrough()
  }

  return {
    changed() {
      if (isConflict(state) || state.status === 'unreachable') return
      if (state.status !== 'saving') enter({ status: 'dirty' })
      if (!running) later(SAVE_DELAY_MS)
    },
    flush,
    async overwrite() {
      if (running) await running
      await save(true)
      return wentThrough()
    },
    rebase(next) {
      revision = next
      stored = read()
      attempts = 0
      clearTimeout(timer)
      enter({ status: 'clean' })
    },
    start() {
      stopped = false
      if (state.status === 'dirty' || state.status === 'unreachable') later(SAVE_DELAY_MS)
    },
    stop() {
      stopped = true
      clearTimeout(timer)
      if (state.status === 'dirty') void flush()
    },
  }
}

export function isConflict(state: SaveState): boolean {
  return state.status === 'rejected' && state.code === 'conflict'
}

async function attempt<T>(call: () => Promise<ActionResult<T>>): Promise<ActionResult<T> | null> {
  try {
    const result = await call()
    // A fault of the server may pass, so it is retried like an answer that never came.
    return !result.ok && result.code === 'unexpected' ? null : result
  } catch {
    return null
  }
}

async function findTheirs(actions: Pick<EditorActions, 'loadDraft'>): Promise<SavedBy | null> {
  const result = await attempt<LoadedDraft>(() => actions.loadDraft())
  return result?.ok ? { savedAt: result.data.savedAt, savedBy: result.data.savedBy } : null
}
