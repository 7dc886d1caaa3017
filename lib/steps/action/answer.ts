import type { ApiKeyWait, ConnectWait, Failure, Outcome } from '../../language/outcome'
import type { StepInput } from '../executor'
import { readSubmission } from '../screen/submission'
import { API_KEY, toApiKeyScreen } from './api-key-screen'
import type { Begun } from './types/type'

/** What a person answers to an action that waits. The page's own buttons and those of the API key's screen are called so. */
export const WAIT_BUTTONS = { submit: 'submit', cancel: 'cancel', retry: 'retry' } as const

/** Where the typed API key is kept, apart from the context, until it is stored. No form field is called so. */
export const KEY_PATH = 'outboundApp.apiKey'

/**
 * What comes of an answer to an action that waits: what it does next, how it goes on waiting, or that the person does not
 * want to.
 */
export function answerWait(
  wait: ConnectWait | ApiKeyWait,
  { interactionId, input }: Extract<StepInput, { type: 'submitted' }>,
  begun: Begun,
): Extract<Outcome, { type: 'perform' | 'suspend' }> | { type: 'refused'; failure: Failure } {
  if (wait.type === 'connect') {
    const { connectId, app } = wait
    if (interactionId === WAIT_BUTTONS.cancel)
      return { type: 'perform', effect: { type: 'giveUpConnect', connectId, app } }
    if (interactionId !== WAIT_BUTTONS.retry || begun.type !== 'perform' || begun.effect.type !== 'connect')
      return { type: 'suspend', wait }
    return { type: 'perform', effect: { ...begun.effect, replaces: connectId } }
  }
  if (interactionId === WAIT_BUTTONS.cancel) return { type: 'refused', failure: connectRefused() }
  const { secrets, fieldErrors } = readSubmission(toApiKeyScreen(wait), input, true)
  const key = secrets[API_KEY]
  if (key === undefined) return { type: 'suspend', wait: { ...wait, fieldErrors } }
  return {
    type: 'perform',
    effect: { type: 'storeApiKey', owner: wait.owner, app: wait.app, secretPath: KEY_PATH },
    secrets: { [KEY_PATH]: key },
  }
}

/** The person does not want to. */
export function connectRefused(): Failure {
  const message = 'The connection was not made, because it was cancelled. Try again when you want to connect.'
  return { event: 'outboundAppConnect', code: 'refused', message }
}
