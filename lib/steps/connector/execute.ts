import type { EffectResult, Outcome } from '../../language/outcome'
import { resolveText, toTemplate } from '../../language/template'
import type { StepEnvironment, StepExecutor } from '../executor'
import { handlingOf, SUCCESS_PORT } from './definition'
import type { ConnectorStep } from './schema'
import { toCall } from './types/registry'

export const connectorExecutor: StepExecutor<ConnectorStep> = {
  compile: (step) => (input, environment) => {
    if (input.type === 'performed') return settle(step, input.result, environment)
    return {
      type: 'perform',
      effect: {
        type: 'connector',
        connectorId: step.connector,
        ...toCall(step),
        ...(step.async ? { async: true } : {}),
      },
    }
  },
}

function settle(step: ConnectorStep, result: EffectResult, { scope, onMissing }: StepEnvironment): Outcome {
  for (const source of result.missing) onMissing(source)
  const { failure, usedSecretPaths, earlier } = result
  if (step.async) {
    const { connector: connectorId, action, endpoint = null } = step
    const log = { type: 'queued' as const, connectorId, action, endpoint }
    return { type: 'next', port: SUCCESS_PORT, usedSecretPaths, log }
  }
  const patch = [{ path: ['connectors', step.contextKey], value: result.value }]
  const log = { type: 'connector' as const, record: result.record, failure, earlier }
  if (!failure) return { type: 'next', port: SUCCESS_PORT, patch, usedSecretPaths, log }
  const handling = handlingOf(step, failure.event)
  if (handling.mode !== 'automatic' || !handling.text)
    return { type: 'fail', failure, handling, patch, usedSecretPaths, log }
  const text = resolveText(toTemplate(handling.text), scope, onMissing)
  return { type: 'fail', failure, handling: { mode: 'automatic', text }, patch, usedSecretPaths, log }
}
