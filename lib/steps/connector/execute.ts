import type { EffectResult, Outcome } from '../../language/outcome'
import { failStep, SUCCESS_PORT } from '../error-handling'
import type { StepEnvironment, StepExecutor } from '../executor'
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

function settle(step: ConnectorStep, result: EffectResult, environment: StepEnvironment): Outcome {
  for (const source of result.missing) environment.onMissing(source)
  const { failure, usedSecretPaths, earlier } = result
  if (step.async) {
    const { connector: connectorId, action, endpoint = null } = step
    const log = { type: 'queued' as const, connectorId, action, endpoint: result.target ?? endpoint }
    return { type: 'next', port: SUCCESS_PORT, usedSecretPaths, log }
  }
  const patch = [{ path: ['connectors', step.contextKey], value: result.value }]
  const log = { type: 'connector' as const, record: result.record, failure, earlier }
  if (!failure) return { type: 'next', port: SUCCESS_PORT, patch, usedSecretPaths, log }
  return failStep(step.errorHandling, { failure, patch, usedSecretPaths, log }, environment)
}
