import type { Problem } from '@/lib/flow/problems'
import type { ActionName } from '@/lib/steps/action/schema'
import { withAction } from '@/lib/steps/action/types/registry'
import { errorEventTexts } from '@/lib/steps/error-handling'
import type { Step } from '@/lib/steps/schemas'

type Path = Problem['path']

/** The field that a problem lies at, by the label that its form shows; null when the message says it all. */
export function problemLabel(step: Step | undefined, path: Path): string | null {
  const [first] = path
  if (step === undefined || first === undefined) return null
  if (first === 'name') return 'Step name'
  if (first === 'errorHandling') return errorTextLabel(path)
  switch (step.kind) {
    case 'connector':
      return connectorLabel(path)
    case 'screen':
      return screenLabel(step, path)
    case 'condition':
      return conditionLabel(step, path)
    case 'end':
      return outputLabel(step, path)
    case 'action':
      return actionLabel(step, path)
    case 'scriptlet':
      return scriptletLabel(path)
    case 'subflow':
      return subflowLabel(path)
    case 'start':
      return null
  }
}

const connectorLabels: Readonly<Record<string, string>> = {
  connector: 'Connector',
  action: 'Verb',
  endpoint: 'Endpoint',
  payload: 'Payload',
  timeoutSeconds: 'Timeout',
  contextKey: 'Context key',
}

function connectorLabel([first]: Path): string | null {
  return connectorLabels[String(first)] ?? null
}

function errorTextLabel([, event]: Path): string | null {
  const text = Object.entries(errorEventTexts).find(([id]) => id === event)?.[1]
  return text ? `Error text for ${text.label}` : null
}

function scriptletLabel([first, index, field]: Path): string | null {
  if (first === 'code') return 'Script'
  if (first === 'contextKey') return 'Context key'
  if (first !== 'arguments') return null
  if (typeof index !== 'number') return 'Arguments'
  return `${field === 'key' ? 'Name' : 'Value'} of argument ${index + 1}`
}

function subflowLabel([first, index, field]: Path): string | null {
  if (first === 'flow') return 'Flow'
  if (first === 'exits') return 'Ports'
  if (first === 'contextKey') return 'Context key'
  if (first !== 'inputs') return null
  if (typeof index !== 'number') return 'Inputs'
  return `${field === 'key' ? 'Name' : 'Value'} of input ${index + 1}`
}

// Where the form of an action has another word for the key of a row.
const rowKeyLabels: Partial<Record<ActionName, string>> = { 'custom-claims': 'Name', 'set-value': 'Path' }

/** A row of an action's settings by its place, anything else by its own label. */
function actionLabel(step: Extract<Step, { kind: 'action' }>, [first, setting, index, field]: Path): string | null {
  if (first !== 'settings' || setting === undefined) return null
  const label = withAction(step, (type) => type.settingLabels[String(setting)]) ?? null
  if (label === null || typeof index !== 'number') return label
  const part = field === 'key' ? (rowKeyLabels[step.action] ?? 'Key') : field === 'value' ? 'Value' : null
  return part ? `${part} of ${label.toLowerCase()} ${index + 1}` : label
}

const settingLabels: Readonly<Record<string, string>> = {
  text: 'Text',
  id: 'Id',
  name: 'Name',
  label: 'Label',
  pattern: 'Pattern',
  url: 'Address',
  alt: 'What it shows',
  width: 'Width',
  digits: 'Digits',
  default: 'First value',
  min: 'Least',
  max: 'Most',
}

function screenLabel(
  step: Extract<Step, { kind: 'screen' }>,
  [first, index, field, option, part]: Path,
): string | null {
  if (first !== 'components' || typeof index !== 'number') return null
  const component = step.components[index]
  if (!component) return null
  const setting = field === 'options' ? optionLabel(option, part) : settingLabels[String(field)]
  const title =
    'label' in component ? component.label : 'text' in component && component.type !== 'divider' ? component.text : ''
  const of = field === 'label' || field === 'text' || title.trim() === '' ? `component ${index + 1}` : quote(title)
  return setting ? `${setting} of ${of}` : null
}

function optionLabel(option: Path[number] | undefined, part: Path[number] | undefined): string {
  if (typeof option !== 'number') return 'Options'
  return `${part === 'label' ? 'Label' : 'Value'} of option ${option + 1}`
}

function conditionLabel(step: Extract<Step, { kind: 'condition' }>, path: Path): string | null {
  const [first, index] = path
  if (first !== 'branches' || typeof index !== 'number') return null
  const branch = step.branches[index]
  if (!branch) return null
  if (path[2] === 'name') return `Name of branch ${index + 1}`
  const title = quote(branch.name || `Branch ${index + 1}`)
  const row = path
    .slice(3)
    .flatMap((part) => (typeof part === 'number' ? [part + 1] : []))
    .join('.')
  if (row === '') return title
  const field = ['key', 'value'].find((name) => path.includes(name, 4))
  return field ? `${title}, ${field} of row ${row}` : `${title}, row ${row}`
}

function outputLabel(step: Extract<Step, { kind: 'end' }>, [first, index, field]: Path): string | null {
  if (first !== 'outputs' || typeof index !== 'number') return null
  const key = step.outputs[index]?.key ?? ''
  if (field === 'key') return `Key of output ${index + 1}`
  return `Value of ${key === '' ? `output ${index + 1}` : quote(key)}`
}

const quote = (text: string) => `\u201c${text}\u201d`
