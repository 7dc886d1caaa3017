import type { Json, JsonObject } from '../../language/json'
import { toText } from '../../language/json'
import { toNumber } from '../../language/operators'
import { resolveJson } from '../../language/template'
import type { StepExecutor } from '../executor'
import type { EndOutput, EndStep } from './schema'

export const endExecutor: StepExecutor<EndStep> = {
  compile: (step) => {
    const outputs = step.outputs.map((output) => ({ ...output, value: parseLiteral(output) }))
    return (_input, { scope, onMissing }) => {
      const values: JsonObject = {}
      for (const output of outputs)
        values[output.key] = coerce(output.type, resolveJson(output.value, scope, onMissing))
      return { type: 'finish', result: step.result, outputs: values }
    }
  },
}

/** JSON that was typed as text is parsed once, so that its leaves are resolved like a payload's. */
function parseLiteral(output: EndOutput): Json {
  if (output.type !== 'json' || typeof output.value !== 'string') return output.value
  try {
    return JSON.parse(output.value)
  } catch {
    return output.value.trim()
  }
}

function coerce(type: EndOutput['type'], value: Json): Json {
  if (value === null || type === 'json') return value
  if (type === 'string') return toText(value)
  if (type === 'number') return toNumber(value)
  return value === true || value === 'true' || (typeof value === 'number' && value !== 0)
}
