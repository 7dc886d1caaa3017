import type { ContextChange, Move, RunnerMessage } from '@/lib/engine/message'
import type { EvaluatedItem } from '@/lib/language/condition'
import { type Json, type JsonObject, toText } from '@/lib/language/json'
import { style } from './output'
import { recordLines } from './record-lines'

/** A runner message as it is printed: a head line, and below it what the step did. */
export function messageLines(message: RunnerMessage): string[] {
  const number = style('dim', String(message.number).padStart(3))
  const [head, ...rest] = bodyLines(message)
  const name = message.stepName ? `${style('bold', message.stepName)}  ` : ''
  return [`${number}  ${name}${head ?? ''}`, ...rest.map((line) => `       ${line}`)]
}

function bodyLines(message: RunnerMessage): string[] {
  switch (message.type) {
    case 'started': {
      const version = message.version === null ? 'the draft' : `version ${message.version}`
      const client = message.context.client
      return [style('bold', `${message.flowName}, ${version}`), ...(isEmpty(client) ? [] : [`input ${toText(client)}`])]
    }
    case 'screen':
      return [
        `shows its screen${message.error ? style('yellow', `: ${message.error}`) : ''}`,
        ...Object.entries(message.fieldErrors ?? {}).map(([field, text]) => style('yellow', `${field}: ${text}`)),
      ]
    case 'connecting':
      return [`waits for ${style('bold', message.app.name)} to be connected`]
    case 'submitted':
      return [
        `submitted ${style('cyan', message.interactionId)}${values(message.values, message.secretFields)}`,
        arrow(message.move),
      ]
    case 'connector':
      return [
        message.failure ? style('red', `failed (${message.failure.event})`) : style('green', 'done'),
        ...recordLines(message.record, message.failure),
        ...(message.handling ? [style('yellow', `error handling: ${message.handling}`)] : []),
        ...changeLines(message.changes),
        ...(message.move ? [arrow(message.move)] : []),
      ]
    case 'action':
      return [
        message.failure ? style('red', `failed: ${message.failure.message}`) : style('green', 'done'),
        ...Object.entries(message.inputs).map(([name, value]) => `${name} = ${short(JSON.stringify(value))}`),
        ...Object.entries(message.result).map(([name, value]) => `${name}: ${short(JSON.stringify(value))}`),
        ...(message.handling ? [style('yellow', `error handling: ${message.handling}`)] : []),
        ...changeLines(message.changes),
        ...(message.move ? [arrow(message.move)] : []),
      ]
    case 'script':
      return [
        message.failure
          ? style('red', `failed: ${message.failure.message}`)
          : style('green', `ran in ${message.run.durationMs} ms`),
        ...message.run.console.map(({ level, text }) => style('dim', `${level}: ${short(text)}`)),
        ...(message.handling ? [style('yellow', `error handling: ${message.handling}`)] : []),
        ...changeLines(message.changes),
        ...(message.move ? [arrow(message.move)] : []),
      ]
    case 'subflowStarted':
      return [`runs ${style('bold', message.flowName)}`]
    case 'subflowEnded':
      return [
        message.failure
          ? style('red', `${message.flowName} failed: ${message.failure.message}`)
          : style('green', `${message.flowName} ended at ${message.exit?.name ?? 'its end'}`),
        ...(message.handling ? [style('yellow', `error handling: ${message.handling}`)] : []),
        ...changeLines(message.changes),
        ...(message.move ? [arrow(message.move)] : []),
      ]
    case 'exchange':
      return [message.purpose === 'token' ? 'asked for a token' : 'tried', ...recordLines(message.record)]
    case 'queued':
      return [
        `${style('green', 'queued')}  ${message.action} ${message.endpoint ?? ''}`,
        style('dim', 'a Patchbay that runs makes the call; its answer joins the execution'),
        arrow(message.move),
      ]
    case 'asyncCall':
      return [
        style(
          message.outcome === 'succeeded' ? 'green' : 'red',
          `asynchronous call, attempt ${message.attempt}: ${message.outcome}`,
        ),
        ...recordLines(message.record, message.failure),
      ]
    case 'condition':
      return [
        'decided',
        ...message.branches.flatMap((branch) => [
          `${mark(branch.result)} ${branch.name || branch.id}`,
          ...rowLines(branch.when).map((line) => `  ${line}`),
        ]),
        arrow(message.move),
      ]
    case 'passed':
      return [arrow(message.move)]
    case 'warning':
      return [style('yellow', `warning: ${message.text}`)]
    case 'completed':
      return [
        message.result === 'success' ? style('green', 'ended, success') : style('red', 'ended, failure'),
        ...(isEmpty(message.outputs) ? [] : pretty(message.outputs)),
      ]
    case 'failed':
      return [style('red', `failed: ${message.error.description}`), style('red', message.error.message)]
    case 'cancelled':
      return [style('yellow', `cancelled: ${message.text}`)]
  }
}

function rowLines(item: EvaluatedItem): string[] {
  if (item.type !== 'row') {
    return [
      `${mark(item.result)} ${item.type} of`,
      ...item.items.flatMap((child) => rowLines(child).map((line) => `  ${line}`)),
    ]
  }
  const left = item.missing ? 'no value' : JSON.stringify(item.left)
  const right = item.right === null ? '' : ` ${JSON.stringify(item.right)}`
  return [`${mark(item.result)} ${item.key} (${short(left)}) ${item.operator}${short(right)}`]
}

function changeLines(changes: readonly ContextChange[]): string[] {
  return changes.map(({ path, value }) => style('dim', `context ${path.join('.')} = ${short(JSON.stringify(value))}`))
}

function arrow({ port, to }: Move): string {
  return `${style('cyan', '→')} ${to ?? style('red', 'nowhere')} ${style('dim', `by ${port}`)}`
}

function values(given: JsonObject, secretFields: readonly string[]): string {
  const fields = [
    ...Object.entries(given).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    ...secretFields.map((name) => `${name}=••••`),
  ]
  return fields.length > 0 ? `  ${fields.join('  ')}` : ''
}

function mark(result: boolean): string {
  return result ? style('green', '✓') : style('dim', '✗')
}

/** JSON over several lines. */
export function pretty(value: Json): string[] {
  return JSON.stringify(value, null, 2).split('\n')
}

function short(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}
