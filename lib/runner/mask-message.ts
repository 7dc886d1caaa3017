import type { ContextChange, RunnerMessage } from '@/lib/engine/message'
import type { EvaluatedItem } from '@/lib/language/condition'
import type { Masker } from '@/lib/language/masking'

/**
 * A message without the secrets in anything that came from people or third parties. What Patchbay itself wrote (types,
 * numbers, times, ids, paths, ports) stays: a secret that happens to read `type` or `1` must not break the journal.
 */
export function maskMessage(message: RunnerMessage, masker: Masker): RunnerMessage {
  const { mask, maskText } = masker
  switch (message.type) {
    case 'started':
      return { ...message, context: mask(message.context) }
    case 'screen':
      return { ...message, error: message.error === null ? null : maskText(message.error) }
    case 'submitted':
      return { ...message, values: maskValues(message.values, masker), changes: maskChanges(message.changes, masker) }
    case 'connector': {
      // The record was masked by the connector, which knows its own structure.
      const failure = message.failure && { ...message.failure, message: maskText(message.failure.message) }
      return { ...message, failure, changes: maskChanges(message.changes, masker) }
    }
    case 'action': {
      const failure = message.failure && { ...message.failure, message: maskText(message.failure.message) }
      const { inputs, result, changes } = message
      return {
        ...message,
        failure,
        inputs: maskValues(inputs, masker),
        result: maskValues(result, masker),
        changes: maskChanges(changes, masker),
      }
    }
    case 'script': {
      const { args, run, changes } = message
      const console = run.console.map((line) => ({ ...line, text: maskText(line.text) }))
      return {
        ...message,
        failure: message.failure && { ...message.failure, message: maskText(message.failure.message) },
        args: maskValues(args, masker),
        run: { ...run, console },
        changes: maskChanges(changes, masker),
      }
    }
    case 'subflowStarted':
      return { ...message, context: mask(message.context) }
    case 'subflowEnded': {
      const { outputs, changes } = message
      return {
        ...message,
        failure: message.failure && { ...message.failure, message: maskText(message.failure.message) },
        outputs: maskValues(outputs, masker),
        changes: maskChanges(changes, masker),
      }
    }
    case 'condition':
      return {
        ...message,
        branches: message.branches.map((branch) => ({ ...branch, when: maskItem(branch.when, masker) })),
      }
    case 'completed':
      return { ...message, outputs: maskValues(message.outputs, masker) }
    case 'failed':
      return { ...message, error: { ...message.error, message: maskText(message.error.message) } }
    case 'asyncCall':
      return {
        ...message,
        failure: message.failure && { ...message.failure, message: maskText(message.failure.message) },
      }
    // Its record was masked by the connector as well.
    case 'exchange':
    case 'connecting':
    case 'queued':
    case 'passed':
    case 'warning':
    case 'cancelled':
      return message
  }
}

function maskChanges(changes: ContextChange[], masker: Masker): ContextChange[] {
  return changes.map((change) => ({ ...change, value: masker.mask(change.value) }))
}

/** The keys are names that the flow's author gave. */
function maskValues(values: RunnerMessageValues, masker: Masker): RunnerMessageValues {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, masker.mask(value)]))
}

type RunnerMessageValues = Extract<RunnerMessage, { type: 'submitted' }>['values']

function maskItem(item: EvaluatedItem, masker: Masker): EvaluatedItem {
  if (item.type === 'row') return { ...item, left: masker.mask(item.left), right: masker.mask(item.right) }
  return { ...item, items: item.items.map((child) => maskItem(child, masker)) }
}
