import { z } from 'zod'
import { isEmail, isPhone, patternError, toNumber } from '../../language/operators'
import { listJsonPlaceholders, templateError } from '../../language/template'
import type { StepDefinition, TemplateUse } from '../definition'
import { keyName, publishableName, stepIdSchema } from '../fields'
import { ADDRESS_HINTS, safeAddress } from './address'
import { isButton, isInput, isSecretInput } from './component'
import { componentSchema, type ScreenComponent, type ScreenStep, screenStepSchema } from './schema'

export const screenDefinition: StepDefinition<ScreenStep> = {
  label: 'Screen',
  description: 'Shows a form and waits for its submission.',
  create: () => ({
    kind: 'screen',
    name: 'Screen',
    next: {},
    components: [
      { type: 'heading', text: 'New screen' },
      { type: 'error' },
      { type: 'button', id: 'submit', text: 'Continue', variant: 'primary' },
    ],
  }),
  ports: (step) =>
    step.components.flatMap((component) =>
      isButton(component) ? [{ id: component.id, label: component.text || component.id }] : [],
    ),
  publishableSchema: screenStepSchema.extend({
    name: publishableName,
    components: z.array(componentSchema.superRefine(checkComponent)).max(100).superRefine(checkScreen),
  }),
  templates: (step) =>
    step.components.flatMap((component, index) => componentTemplates(component, ['components', index])),
  writes: (step) =>
    step.components
      .filter(isInput)
      .map((input) => ({ path: `form.${input.name}`, open: false, ...(isSecretInput(input) ? { secret: true } : {}) })),
}

function componentTemplates(component: ScreenComponent, at: (string | number)[]): TemplateUse[] {
  switch (component.type) {
    case 'heading':
    case 'text':
    case 'button':
    case 'outbound-app-button':
      return [{ at: [...at, 'text'], text: component.text }]
    case 'link':
      return [
        { at: [...at, 'text'], text: component.text },
        { at: [...at, 'url'], text: component.url },
      ]
    case 'image':
      return [
        { at: [...at, 'url'], text: component.url },
        { at: [...at, 'alt'], text: component.alt },
      ]
  }
  return 'default' in component && typeof component.default === 'string'
    ? [{ at: [...at, 'default'], text: component.default }]
    : []
}

function checkComponent(component: ScreenComponent, context: z.RefinementCtx): void {
  const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  for (const use of componentTemplates(component, [])) {
    const error = templateError(use.text)
    if (error) issue(use.at, error)
  }
  if (component.type !== 'divider' && 'text' in component && component.text.trim() === '')
    issue(['text'], 'Write the text to show.')
  if (component.type === 'link' || component.type === 'image') checkAddress(component, issue)
  if (isButton(component)) {
    const id = stepIdSchema.safeParse(component.id)
    if (!id.success) issue(['id'], id.error.issues[0]?.message ?? 'Give the button an id.')
  }
  if (!isInput(component)) return
  const name = keyName.safeParse(component.name)
  if (!name.success) issue(['name'], name.error.issues[0]?.message ?? 'Give the field a name.')
  if (component.label.trim() === '') issue(['label'], 'Write a label: people need it to know what to enter.')
  if ('pattern' in component && component.pattern) {
    const error = patternError(component.pattern)
    if (error) issue(['pattern'], error)
  }
  checkDefault(component, issue)
  if (component.type !== 'select') return
  if (component.options.length === 0) issue(['options'], 'Add at least one option.')
  component.options.forEach((option, index) => {
    if (option.value === '') issue(['options', index, 'value'], 'Give the option a value.')
    if (component.options.findIndex((other) => other.value === option.value) < index) {
      issue(['options', index, 'value'], `"${option.value}" is there twice. Change one.`)
    }
  })
}

/** Literal addresses are looked at whole, those with dynamic values as far as they are known; the rest when shown. */
function checkAddress({ type, url }: Extract<ScreenComponent, { url: string }>, issue: Issue): void {
  const placeholders = listJsonPlaceholders(url)
  const wrong =
    placeholders.length === 0
      ? safeAddress(url, type) === null
      : !/^\s*(\{\{|https?:\/\/.)/i.test(url) && !(type === 'link' && /^\s*mailto:/i.test(url))
  if (wrong) issue(['url'], ADDRESS_HINTS[type])
}

type Issue = (path: (string | number)[], message: string) => void

function checkDefault(component: ScreenComponent, issue: Issue): void {
  if (!('default' in component) || typeof component.default !== 'string' || component.default === '') return
  if (listJsonPlaceholders(component.default).length > 0) return
  if (component.type === 'number' && toNumber(component.default) === null)
    issue(['default'], 'Give a number, or a dynamic value.')
  if (component.type === 'email' && !isEmail(component.default))
    issue(['default'], 'Give an email address, or a dynamic value.')
  if (component.type === 'phone' && !isPhone(component.default))
    issue(['default'], 'Give a phone number, or a dynamic value.')
  if (component.type === 'select' && !component.options.some((option) => option.value === component.default)) {
    issue(['default'], 'Choose one of the options.')
  }
}

function checkScreen(components: ScreenComponent[], context: z.RefinementCtx): void {
  const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  if (!components.some(isButton)) issue([], 'Add a button: without one nobody can leave the screen.')
  const keys = components.map((component) =>
    isButton(component) ? `button ${component.id}` : isInput(component) ? `input ${component.name}` : null,
  )
  keys.forEach((key, index) => {
    if (key === null || keys.indexOf(key) === index) return
    const field = key.startsWith('button ') ? 'id' : 'name'
    issue([index, field], `"${key.slice(key.indexOf(' ') + 1)}" is used twice on this screen. Rename one.`)
  })
}
