import type { ErrorHandlings } from '../error-handling'
import type { ActionStep } from './schema'
import { withAction } from './types/registry'

/** The events that an action can come to. */
export function actionEvents(step: ActionStep): readonly ['actionExecution' | 'outboundAppConnect'] {
  return [withAction(step, (type) => type.event ?? 'actionExecution')]
}

/** Its error handling, whichever of the events it is for. */
export function actionHandling(step: ActionStep): ErrorHandlings {
  return step.errorHandling
}
