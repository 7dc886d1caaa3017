import type { JsonObject } from '@/lib/language/json'
import { toText } from '@/lib/language/json'
import type { FlowReply } from '@/lib/runner/types'
import { isButton, isInput } from '@/lib/steps/screen/component'
import type { InputComponent, ScreenComponent } from '@/lib/steps/screen/schema'
import { CommandError } from './errors'
import { parseJsonObject, parsePair } from './input'

/** What is submitted to a screen. */
export interface Submission {
  interactionId: string
  input: JsonObject
}

/** The values given on the command line for screens: each is used once, in order, by the step that it names. */
export class ScreenValues {
  readonly #given = new Map<string, JsonObject[]>()

  /** @param options `<step id>=<JSON object>`, as often as the step is shown */
  constructor(options: readonly string[]) {
    for (const option of options) {
      const [stepId, json] = parsePair('--screen', option)
      const values = parseJsonObject('--screen', json)
      this.#given.set(stepId, [...(this.#given.get(stepId) ?? []), values])
    }
  }

  /**
   * The submission for the screen that is shown now.
   * @throws CommandError when none was given for it, or its button is not there
   */
  take({ screen, stepName }: FlowReply): Submission {
    const components = screen.view?.components ?? []
    const values = this.#given.get(screen.id)?.shift()
    if (!values) throw new CommandError(describeNeed(screen.id, stepName, screen.view?.fieldErrors ?? {}, components))
    const { $button, ...input } = values
    const buttons = components.filter(isButton).map(({ id }) => id)
    const interactionId = $button === undefined ? buttons[0] : toText($button)
    if (interactionId === undefined || !buttons.includes(interactionId)) {
      const there = buttons.length > 0 ? `It has: ${buttons.join(', ')}.` : 'It has none.'
      throw new CommandError(`The screen "${stepName}" (${screen.id}) has no button "${interactionId ?? ''}". ${there}`)
    }
    return { interactionId, input: { ...screen.view?.values, ...input } }
  }
}

function describeNeed(
  id: string,
  name: string,
  fieldErrors: Record<string, string>,
  components: readonly ScreenComponent[],
): string {
  const inputs = components.filter(isInput)
  const example = Object.fromEntries(inputs.map((input) => [input.name, exampleOf(input)]))
  const fields = inputs.map(
    (input) => `  ${input.name}: ${input.type}${input.required ? ', required' : ''}${optionsOf(input)}`,
  )
  const buttons = components.filter(isButton).map(({ id, text }) => `  "$button": "${id}"  (${text})`)
  const refused = Object.entries(fieldErrors).map(([field, text]) => `  refused: ${field}: ${text}`)
  return [
    `The screen "${name}" (${id}) waits and has no values${refused.length > 0 ? ' left' : ''}. Give them with --screen ${id}='${JSON.stringify(example)}'`,
    ...refused,
    ...fields,
    ...(buttons.length > 1 ? buttons : []),
  ].join('\n')
}

function exampleOf(input: InputComponent): string | number | boolean {
  if (input.type === 'number') return 1
  if (input.type === 'checkbox') return true
  if (input.type === 'email') return 'ada@example.com'
  return input.type === 'select' ? (input.options[0]?.value ?? '') : '…'
}

function optionsOf(input: InputComponent): string {
  return input.type === 'select' ? `, one of ${input.options.map((option) => option.value).join(', ')}` : ''
}
