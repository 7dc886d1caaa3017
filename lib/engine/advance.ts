import type { JsonObject } from '../language/json'
import type { ContextPatch, Effect, EffectResult, Outcome, SubflowEnd } from '../language/outcome'
import { getPath, setPath } from '../language/path'
import { MOST_HELD, sizeOf, TooLargeError } from '../language/size'
import type { StepInput } from '../steps/executor'
import { engineErrors } from './errors'
import type { ExecutionError, MessageBody, Move, RunnerMessage } from './message'
import type { Plan, PlannedStep } from './plan'
import { type ExecutionState, hasEnded, press } from './state'
import { MOST_FRAMES, popFrame, pushFrame, subflowContext } from './subflow'
import { type Handling, type StepEnd, toMessage, toMessages, toWaitMessage } from './to-messages'

/** What happens to an execution. */
export type EngineEvent =
  | { type: 'start'; version: number | null }
  | { type: 'performed'; result: EffectResult }
  | { type: 'submitted'; interactionId: string; input: JsonObject }
  /** What a step waited for outside has come to its end: the connect of an account. */
  | { type: 'arrived'; result: EffectResult }
  | { type: 'cancel'; text: string }
  | { type: 'abort'; error: ExecutionError }

export interface Advance {
  state: ExecutionState
  /** What the world must do next; come back with `performed`. Null: the execution waits or has ended. */
  effect: Effect | null
  /** New runner messages, in order. */
  messages: RunnerMessage[]
  /** What the messages come to, in characters. */
  volume: number
}

/**
 * Moves an execution on until it waits, has ended or needs the world. Pure: same arguments, same answer; `state` is
 * not changed.
 * @param now ISO 8601, the time of every message of this advance
 * @throws Error when the event does not fit the state; callers check first
 */
export function advance(plan: Plan, state: ExecutionState, event: EngineEvent, now: string): Advance {
  return new Run(plan, { ...state }, now).handle(event)
}

type Ended =
  | Pick<Extract<SubflowEnd, { exit: unknown }>, 'exit' | 'outputs'>
  | Pick<Extract<SubflowEnd, { failure: unknown }>, 'failure'>

/** One advance under way. `state` is its own shallow copy; nested values are replaced, never changed. */
class Run {
  readonly messages: RunnerMessage[] = []
  effect: Effect | null = null
  #volume = 0
  /** What the messages may still come to. */
  #room = MOST_HELD
  readonly #scope = { read: (path: readonly (string | number)[]) => getPath(this.state.context, path) }
  readonly #missing = new Set<string>()
  readonly #environment = { scope: this.#scope, onMissing: (source: string) => void this.#missing.add(source) }

  constructor(
    readonly plan: Plan,
    readonly state: ExecutionState,
    readonly now: string,
  ) {}

  handle(event: EngineEvent): Advance {
    const { state } = this
    if (hasEnded(state)) throw new Error('The execution has ended.')
    try {
      this.#take(event)
      const held = [state.context, ...(state.frames ?? []).map((frame) => frame.context)]
      if (!hasEnded(state) && sizeOf(held, MOST_HELD) > MOST_HELD)
        throw new TooLargeError('The execution holds too much data.')
    } catch (error) {
      if (!(error instanceof TooLargeError)) throw error
      this.effect = null
      // That it failed is told all the same.
      this.#room = Number.POSITIVE_INFINITY
      this.#fail(engineErrors.tooLarge(error.message))
    }
    return { state, effect: this.effect, messages: this.messages, volume: this.#volume }
  }

  #take(event: EngineEvent): void {
    const { plan, state } = this
    switch (event.type) {
      case 'start':
        this.#log(null, {
          type: 'started',
          flowId: plan.flowId,
          flowName: plan.flowName,
          version: event.version,
          context: state.context,
        })
        this.#enter(plan.startId, null)
        break
      case 'performed':
        if (state.cursor?.wait !== null) throw new Error('No effect is under way.')
        this.#loop({ type: 'performed', result: event.result })
        break
      case 'submitted':
        if (!state.cursor?.wait) throw new Error('The execution does not wait for a submission.')
        this.#loop({ ...event, wait: state.cursor.wait })
        break
      case 'arrived':
        if (state.cursor?.wait?.type !== 'connect') throw new Error('The execution does not wait for a connect.')
        this.#goOn()
        this.#loop({ type: 'performed', result: event.result })
        break
      case 'cancel':
        this.#logHere({ type: 'cancelled', text: event.text })
        this.#end('cancelled')
        break
      case 'abort':
        this.#fail(event.error)
        break
    }
  }

  #enter(stepId: string, error: string | null): void {
    if (this.#visit(stepId)) this.#loop({ type: 'entered', error })
  }

  #visit(stepId: string): boolean {
    const { state } = this
    if (state.visits >= state.stepLimit) {
      this.#fail(engineErrors.stepLimit(state.stepLimit))
      return false
    }
    state.visits += 1
    state.status = 'running'
    state.cursor = { stepId, visit: state.visits, wait: null }
    return true
  }

  // A loop and not a recursion: a flow may visit a hundred thousand steps.
  #loop(first: StepInput): void {
    let input: StepInput | null = first
    while (input !== null) {
      const step = this.#current()
      if (!step) return
      const outcome: Outcome = step.run(input, this.#environment)
      this.#warn(step)
      input = this.#settle(step, outcome)
    }
  }

  #current(): PlannedStep | null {
    const stepId = this.state.cursor?.stepId
    const step = stepId === undefined ? undefined : this.#flow()?.steps.get(stepId)
    if (!step) this.#fail(engineErrors.missingStep())
    return step ?? null
  }

  /** Applies an outcome. Answers the input of the step to run next, or null when the run stops here. */
  #settle(step: PlannedStep, outcome: Outcome): StepInput | null {
    const { state } = this
    switch (outcome.type) {
      case 'perform':
        this.effect = outcome.effect
        if (outcome.secrets) state.secrets = { ...state.secrets, ...outcome.secrets }
        if (state.cursor?.wait) this.#goOn()
        return null
      case 'suspend': {
        const visit = state.cursor?.visit ?? state.visits
        state.cursor = { stepId: step.id, visit, wait: outcome.wait }
        state.status = 'waiting'
        // What an action brings along is no screen to go back to.
        if (outcome.wait.type === 'screen') state.lastScreenId = step.id
        this.#logHere(toWaitMessage(outcome.wait))
        return null
      }
      case 'call':
        return this.#call(outcome)
      case 'finish':
        if (state.frames?.length) {
          const { id, name } = step
          return this.#return({ exit: { id, name, result: outcome.result }, outputs: outcome.outputs })
        }
        state.outputs = outcome.outputs
        if (outcome.tokenWithoutUser) state.tokenWithoutUser = true
        this.#logHere({ type: 'completed', result: outcome.result, outputs: outcome.outputs })
        this.#end(outcome.result === 'success' ? 'completed' : 'failed')
        if (outcome.result === 'failure') state.error = at(step, engineErrors.failureEnd(step.name))
        return null
      case 'next': {
        this.#apply(outcome.patch)
        if (outcome.secrets) state.secrets = { ...state.secrets, ...outcome.secrets }
        this.#dropSecrets(outcome.usedSecretPaths)
        if (outcome.signedIn !== undefined) state.signedIn = outcome.signedIn
        if (outcome.pendingCode !== undefined) state.pendingCode = outcome.pendingCode
        if (outcome.pressedApp !== undefined) state.outbound = press(state.outbound, outcome.pressedApp)
        const move = this.#move(step, outcome.port)
        this.#logOutcome(outcome, move, null)
        return this.#follow(step, move)
      }
      case 'fail':
        return this.#handleFailure(step, outcome)
    }
  }

  #handleFailure(step: PlannedStep, outcome: Extract<Outcome, { type: 'fail' }>): StepInput | null {
    const { state } = this
    const { failure, handling } = outcome
    this.#apply(outcome.patch)
    this.#apply([{ path: ['lastError'], value: { code: failure.code, message: failure.message, stepName: step.name } }])
    this.#dropSecrets(outcome.usedSecretPaths)
    if (handling.mode !== 'automatic') {
      const move = this.#move(step, handling.mode === 'custom' ? failure.event : (outcome.successPort ?? 'success'))
      this.#logOutcome(outcome, move, handling.mode)
      return this.#follow(step, move)
    }
    if (state.lastScreenId === null) {
      this.#logOutcome(outcome, null, 'automatic')
      return this.#raise(engineErrors.stepFailed(failure.code, step.name, handling.text || failure.message))
    }
    const text = handling.text || failure.endUserText || failure.message
    this.#logOutcome(outcome, { port: failure.event, to: state.lastScreenId }, 'automatic')
    return this.#visit(state.lastScreenId) ? { type: 'entered', error: text } : null
  }

  /** The same visit, no longer waiting. */
  #goOn(): void {
    const { state } = this
    if (state.cursor) state.cursor = { ...state.cursor, wait: null }
    state.status = 'running'
  }

  #move(step: PlannedStep, port: string): Move {
    return { port, to: step.next.get(port) ?? null }
  }

  #follow(step: PlannedStep, move: Move): StepInput | null {
    if (move.to === null) return this.#raise(engineErrors.unconnectedPort(move.port, step.name))
    return this.#visit(move.to) ? { type: 'entered', error: null } : null
  }

  /** Begins a flow that a step runs: in a context of its own, in the same execution. */
  #call({ flowId, inputs }: Extract<Outcome, { type: 'call' }>): StepInput | null {
    const { state } = this
    const { frames = [], cursor, context } = state
    const plan = this.plan.subflows?.get(flowId)
    const refuse = ({ code, message }: ExecutionError, flowName: string): StepInput => ({
      type: 'returned',
      flowId,
      flowName,
      failure: { code, message },
      shared: [],
    })
    if (!plan) return refuse(engineErrors.subflowMissing(flowId), flowId)
    if (!cursor || frames.length >= MOST_FRAMES) return refuse(engineErrors.subflowDepth(MOST_FRAMES), plan.flowName)
    const own = subflowContext(context, inputs)
    this.#logHere({ type: 'subflowStarted', flowId, flowName: plan.flowName, context: own })
    pushFrame(state, cursor, flowId, own)
    return this.#visit(plan.startId) ? { type: 'entered', error: null } : null
  }

  /** Goes back to the step that ran the flow under way. */
  #return(end: Ended): StepInput | null {
    const { flowId, flowName } = this.#flow() ?? this.plan
    const shared = popFrame(this.state)
    if (!shared) return null
    return { type: 'returned', flowId, flowName, ...end, shared }
  }

  /** An error that no step handles: of a subflow it is the error of the step that runs it. */
  #raise(error: ExecutionError): StepInput | null {
    if (this.state.frames?.length) return this.#return({ failure: { code: error.code, message: error.message } })
    this.#fail(error)
    return null
  }

  /** The flow under way. */
  #flow(): Plan | null {
    const { flowId } = this.state
    return flowId === undefined ? this.plan : (this.plan.subflows?.get(flowId) ?? null)
  }

  #apply(patch: ContextPatch | undefined): void {
    for (const { path, value } of patch ?? []) this.state.context = setPath(this.state.context, path, value)
  }

  #dropSecrets(paths: readonly string[] | undefined): void {
    if (!paths || paths.length === 0) return
    this.state.secrets = Object.fromEntries(
      Object.entries(this.state.secrets).filter(([path]) => !paths.includes(path)),
    )
  }

  #fail(error: ExecutionError): void {
    const { cursor, frames } = this.state
    const step = cursor ? this.#flow()?.steps.get(cursor.stepId) : undefined
    const root = frames?.[0] && this.plan.steps.get(frames[0].stepId)
    const place = root && step ? { id: root.id, name: `${root.name} \u203a ${step.name}` } : step
    const full = place ? at(place, error) : error
    this.state.error = full
    this.#logHere({ type: 'failed', error: full })
    this.#end('failed')
  }

  #end(status: 'completed' | 'failed' | 'cancelled'): void {
    this.state.status = status
    this.state.cursor = null
    this.state.secrets = {}
    delete this.state.frames
    delete this.state.flowId
  }

  #warn(step: PlannedStep): void {
    for (const source of this.#missing) {
      const text = `${source} has no value in the step \u201c${step.name}\u201d; an empty one was used.`
      this.#logHere({ type: 'warning', code: 'missingValue', source, text })
    }
    this.#missing.clear()
  }

  #logOutcome(outcome: StepEnd, move: Move | null, handling: Handling | null): void {
    for (const body of toMessages(outcome, move, handling)) this.#logHere(body)
  }

  #logHere(body: MessageBody): void {
    this.#log(this.state.cursor, body)
  }

  #log(at: { stepId: string; visit: number } | null, body: MessageBody): void {
    const { plan, state, now } = this
    // Before it is kept: of a value that doubles in a loop, the whole would never be written out.
    const size = sizeOf(body, this.#room)
    if (size > this.#room) throw new TooLargeError('The steps tell of too much data at once.')
    this.#volume += size
    this.#room -= size
    state.messageCount += 1
    this.messages.push(toMessage(body, { at, flow: this.#flow(), plan, state, now }))
  }
}

/** An error with the step at which it came about. */
function at(step: Pick<PlannedStep, 'id' | 'name'>, error: ExecutionError): ExecutionError {
  return { ...error, stepId: step.id, stepName: step.name }
}
