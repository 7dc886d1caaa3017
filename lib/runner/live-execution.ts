import { setTimeout } from 'node:timers/promises'
import { advance, type EngineEvent } from '@/lib/engine/advance'
import type { RunnerMessage } from '@/lib/engine/message'
import type { Plan } from '@/lib/engine/plan'
import { type ExecutionState, hasEnded, listSecrets } from '@/lib/engine/state'
import { SessionError } from '@/lib/identity/sessions/errors'
import { cancelCalls } from '@/lib/jobs/cancel-calls'
import { wakeWorkers } from '@/lib/jobs/wake'
import { createMasker } from '@/lib/language/masking'
import type { Effect } from '@/lib/language/outcome'
import type { Performed, PreparedCall } from './effects/connector'
import { readyEffect } from './effects/perform'
import { sealCall } from './effects/queued-call'
import { type ExecutionHeader, renewLeases, StaleExecutionError, writeCommit } from './journal'
import { withoutLongValues } from './journal-rows'
import { maskMessage } from './mask-message'
import { type OpenedSession, openSession, withoutSession } from './session'
import { type StoredState, sealEnd, sealState } from './stored-state'

/** How long a screen may wait for its submission. */
const WAIT_HOURS = 24
/** How long one request may drive an execution on. */
const LONGEST_DRIVE_MS = 10 * 60_000
const RENEW_EVERY_MS = 10_000
/** What the messages of a drive may come to, in characters, before they are written: those of a long loop must not all be held. */
const MOST_UNWRITTEN = 16 * 1024 * 1024

/**
 * Executions that this process is driving now, for cancelling and for their leases. No Map: each time that one drops its
 * deleted entries it moves to a new table, and the old table points to the new one. Once one of these tables is in the old
 * generation, every later one survives with the executions in it, until the next full collection.
 */
const driven: Record<string, LiveExecution> = Object.create(null)
let renewing = false

export interface LiveOptions {
  plan: Plan
  header: ExecutionHeader
  /** 0: not in the database yet. */
  revision: number
  stored: StoredState
  /** Commits and announces every step: someone looks on. */
  watched: boolean
  /** Called once the execution is in the database for the first time. */
  onStored?: (() => void) | undefined
}

/**
 * An execution under way in this process: drives the engine, does its effects and writes the journal.
 * Commits before it waits, around an effect that changes the outside world, and at the end; a watched one at every step.
 */
export class LiveExecution {
  readonly plan: Plan
  readonly header: ExecutionHeader
  readonly watched: boolean
  stored: StoredState
  revision: number
  /** What the execution has ended with, when a user has signed in. */
  session: OpenedSession | null = null
  #messages: RunnerMessage[] = []
  #volume = 0
  /** Asynchronous calls that the next commit queues. */
  #calls: (PreparedCall & { message: RunnerMessage })[] = []
  readonly #secrets: Set<string>
  readonly #abort = new AbortController()
  /** What people typed into secret fields in this drive: masked here, never kept for later. */
  readonly #typed = new Set<string>()
  #cancelText: string | null = null

  readonly #onStored: (() => void) | undefined

  constructor({ plan, header, revision, stored, watched, onStored }: LiveOptions) {
    this.plan = plan
    this.header = header
    this.revision = revision
    this.stored = stored
    this.watched = watched
    this.#onStored = onStored
    this.#secrets = new Set(stored.mask)
    for (const secret of listSecrets(stored.state)) this.#typed.add(secret)
  }

  get state(): ExecutionState {
    return this.stored.state
  }

  /**
   * Applies an event and drives on until the execution waits or has ended. All of it is in the database when this
   * returns.
   * @throws StaleExecutionError when someone else has moved it on meanwhile
   */
  async drive(event: EngineEvent): Promise<void> {
    await this.#drive(() => this.#apply(event))
  }

  /** Drives on from an effect whose process died before it was done; only for one that may be done twice. */
  async repeat(effect: Effect): Promise<void> {
    await this.#drive(() => effect)
  }

  /** Resolves when the drive under way has ended, however it ended. */
  settled: Promise<void> = Promise.resolve()

  async #drive(begin: () => Effect | null): Promise<void> {
    const key = keyOf(this.header)
    if (driven[key]) throw new StaleExecutionError('This execution is already under way.')
    driven[key] = this
    const settled = Promise.withResolvers<void>()
    this.settled = settled.promise
    if (!renewing) startRenewal()
    const deadline = Date.now() + LONGEST_DRIVE_MS
    try {
      let effect = begin()
      // Its result must not be lost when the next effect takes the process down.
      let wasUnsafe = false
      while (effect) {
        // A queued call need not wait for what comes after it.
        const atOnce = this.watched || wasUnsafe || this.#calls.length > 0 || this.#volume > MOST_UNWRITTEN
        if (atOnce) await this.#commit(effect)
        const ready = await readyEffect(this.header, this.plan.kind, effect)
        wasUnsafe = !ready.safe
        if (wasUnsafe && !atOnce) await this.#commit(effect)
        const performed = await ready.perform(this.state, this.#abort.signal)
        for (const secret of performed.secrets) if (!this.#typed.has(secret)) this.#secrets.add(secret)
        // A call that was aborted has no result to tell; the cancellation itself is the message.
        if (this.#cancelText !== null) effect = this.#apply({ type: 'cancel', text: this.#cancelText })
        else effect = this.#applyPerformed(performed)
        if (effect && Date.now() > deadline) effect = this.#apply(tooLong())
      }
      await this.#openSession()
      await this.#commit(null)
      // It came while the last commit was under way, which left the execution waiting.
      if (this.#cancelText !== null && !hasEnded(this.state)) {
        this.#apply({ type: 'cancel', text: this.#cancelText })
        await this.#commit(null)
      }
      // Also those that its last commit has queued.
      if (this.state.status === 'cancelled')
        await cancelCalls({ projectId: this.header.projectId, executionId: this.header.id })
    } finally {
      delete driven[key]
      settled.resolve()
    }
  }

  /** Ends a driven execution at its next step and aborts the call under way. */
  cancel(text: string): void {
    this.#cancelText = text
    this.#abort.abort(new Error(text))
  }

  /** Before the last commit, which keeps its id: whoever asks again is answered the same session. */
  async #openSession(): Promise<void> {
    try {
      this.session = await openSession(this.header, this.plan, this.state, this.stored.caller)
    } catch (error) {
      if (!(error instanceof SessionError)) throw error
      this.stored = { ...this.stored, state: withoutSession(this.state, error) }
    }
  }

  #applyPerformed(performed: Performed): Effect | null {
    const before = this.#messages.length
    const effect = this.#apply({ type: 'performed', result: performed.result })
    const message = this.#messages.slice(before).find(({ type }) => type === 'queued')
    if (performed.call && message) this.#calls.push({ ...performed.call, message })
    return effect
  }

  #apply(event: EngineEvent): Effect | null {
    const { state, effect, messages, volume } = advance(this.plan, this.state, event, new Date().toISOString())
    this.stored = { ...this.stored, state }
    for (const secret of listSecrets(state)) this.#typed.add(secret)
    this.#messages.push(...messages)
    this.#volume += volume
    return effect
  }

  async #commit(effect: Effect | null): Promise<void> {
    const { header, state } = this
    const now = new Date()
    const ended = hasEnded(state)
    const messages = this.#messages
    this.#messages = []
    this.#volume = 0
    const { lastNext, nonceHash } = this.stored
    this.stored = { ...this.stored, effect, mask: [...this.#secrets] }
    const mayBeRepeated =
      header.idempotencyKey !== null || lastNext !== null || nonceHash !== undefined || this.session !== null
    const known = [...this.#secrets, ...this.#typed]
    const masker = createMasker([...this.#typed], [...this.#secrets])
    const calls = this.#calls
    this.#calls = []
    await writeCommit({
      header,
      fromRevision: this.revision,
      status: state.status,
      stateSealed: ended ? null : await sealState(header.projectId, header.id, this.revision + 1, this.stored),
      outputsSealed:
        ended && mayBeRepeated
          ? await sealEnd(header.projectId, header.id, {
              outputs: state.outputs,
              lastNext,
              ...(nonceHash ? { nonceHash } : {}),
              ...(this.session ? { session: { id: this.session.id, firstSeen: this.session.firstSeen } } : {}),
            })
          : null,
      error: state.error && { ...state.error, message: masker.maskText(state.error.message) },
      messageCount: state.messageCount,
      messages: messages.map((message) => maskMessage(withoutLongValues(message), masker)),
      now,
      expiresAt: waitsUntil(state, now),
      notify: this.watched,
      calls: await Promise.all(calls.map((call) => sealCall(header, call, known))),
    })
    this.revision += 1
    if (this.revision === 1) this.#onStored?.()
    if (calls.length > 0) wakeWorkers()
  }
}

/** The execution, when this process drives it now. */
export function findDriven(projectId: string, id: string): LiveExecution | null {
  return driven[keyOf({ projectId, id })] ?? null
}

/** Waits until this process drives no execution any more, at most so many milliseconds. */
export async function settleExecutions(longestMs: number): Promise<void> {
  const settled = Promise.all(Object.values(driven).map((one) => one.settled))
  await Promise.race([settled, setTimeout(longestMs, undefined, { ref: false })])
}

function waitsUntil({ status, cursor }: ExecutionState, now: Date): Date | null {
  if (status !== 'waiting') return null
  const wait = cursor?.wait
  return wait?.type === 'connect' ? new Date(wait.expiresAt) : new Date(now.getTime() + WAIT_HOURS * 3_600_000)
}

function keyOf({ projectId, id }: { projectId: string; id: string }): string {
  return `${projectId}:${id}`
}

function startRenewal(): void {
  renewing = true
  const timer = setInterval(() => {
    // A failed renewal is tried again; when none succeeds, recovery takes the execution and the next commit is stale.
    renewLeases(
      Object.values(driven)
        .filter((one) => one.revision > 0)
        .map((one) => one.header),
    ).catch(() => {})
  }, RENEW_EVERY_MS)
  timer.unref()
}

function tooLong(): EngineEvent {
  const message = 'The execution ran for 10 minutes without waiting. Use shorter time-outs, or look for a loop.'
  return { type: 'abort', error: { code: 'timeLimit', description: 'Time limit reached', message } }
}
