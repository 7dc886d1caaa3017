import { hasForbiddenScheme } from '../../steps/screen/address'
import type { ScreenComponent } from '../../steps/screen/schema'
import type { DescopeSource } from './source'
import type { MappedStep } from './types'
import { type Fields, fieldsOf, isFields, listOf, own, textOf, toKeyName } from './values'

const MOST_COMPONENTS = 100
const MOST_NODES = 2_000

/** A screen of nodes below ROOT, as a list of components. Each button keeps its port. */
export function mapScreen(task: Fields, source: DescopeSource, interactions: readonly string[]): MappedStep {
  const screen = source.screens.get(textOf(task.screenId, 200)) ?? {}
  const template = [task.htmlTemplate, screen.contents, screen.htmlTemplate].find(
    (nodes) => isFields(nodes) && Object.keys(nodes).length > 0,
  )
  const build = new ScreenBuild()
  if (template) walk(fieldsOf(template), build)
  else build.note('Its contents are not in the export. Draw the screen anew.')
  const labels = labelsOf([screen.interactions, task.interactions])
  for (const id of interactions) {
    if (build.ports.has(id)) continue
    build.button(id, labels.get(id) ?? '')
    if (template) build.note(`“${labels.get(id) || id}” is a button now: what led on by it has no counterpart.`)
  }
  const names = new Set(build.components.flatMap((component) => ('name' in component ? [component.name] : [])))
  const unseen = listOf(screen.inputs)
    .map((input) => textOf(fieldsOf(input).name, 100) || textOf(fieldsOf(input).id, 100))
    .filter((name) => name !== '' && !names.has(toKeyName(name)) && !names.has(name))
  if (unseen.length > 0)
    build.note(
      `Its fields ${unseen.slice(0, 20).join(', ')} are not among its contents. Add them where they are missing.`,
    )
  const mapping = build.notes.length === 0 ? 'mapped' : 'partly'
  return {
    step: { kind: 'screen', name: textOf(task.name, 100) || 'Screen', next: {}, components: build.components },
    mapping,
    notes: build.notes,
    ports: build.ports,
  }
}

class ScreenBuild {
  readonly components: ScreenComponent[] = []
  readonly notes: string[] = []
  readonly ports = new Map<string, string>()

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text)
  }

  add(component: ScreenComponent): void {
    if (this.components.length < MOST_COMPONENTS) this.components.push(component)
    else this.note(`A screen has at most ${MOST_COMPONENTS} components: the others were left out.`)
  }

  button(interaction: string, text: string, secondary = false, skipValidation = false): void {
    this.#place({
      type: 'button',
      id: this.#port(interaction),
      text: text || 'Continue',
      ...(secondary ? { variant: 'secondary' } : {}),
      ...(skipValidation ? { skipValidation } : {}),
    })
  }

  outboundButton(interaction: string, text: string, props: Fields): void {
    const app = [props['app-id'], props.appId, props.outboundAppId].map((value) => textOf(value, 100))
    const size = { sm: 'small', lg: 'large', small: 'small', large: 'large' } as const
    const given = textOf(props.size, 20)
    const id = this.#port(interaction)
    this.#place({
      type: 'outbound-app-button',
      id,
      text: text.slice(0, 200) || 'Connect',
      app: app.find((value) => value !== '') ?? '',
      ...(props.variant !== undefined && props.variant !== 'contained' ? { variant: 'secondary' } : {}),
      ...(given === 'sm' || given === 'lg' || given === 'small' || given === 'large' ? { size: size[given] } : {}),
    })
    this.note(`Check the connection of the button \u201c${text || id}\u201d.`)
  }

  /** A port that no other button has. */
  #port(interaction: string): string {
    const taken = new Set(this.ports.values())
    const base =
      interaction
        .replace(/[^A-Za-z0-9-]+/g, '-')
        .replace(/^[^A-Za-z]+/, '')
        .slice(0, 30) || 'button'
    let id = base
    for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`
    this.ports.set(interaction, id)
    return id
  }

  #place(button: ScreenComponent): void {
    // Even where the list is full: an edge hangs on it.
    if (this.components.length >= MOST_COMPONENTS) this.components.splice(MOST_COMPONENTS - this.ports.size, 1)
    this.components.push(button)
  }
}

/** In the order of the screen, whatever the nodes' order; each once, although foreign nodes may name each other in a circle. */
function walk(nodes: Fields, build: ScreenBuild): void {
  const seen = new Set<string>()
  const stack = Object.hasOwn(nodes, 'ROOT') ? ['ROOT'] : Object.keys(nodes).reverse()
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const node = own(nodes, id)
    if (seen.has(id) || !isFields(node)) continue
    if (seen.size >= MOST_NODES) {
      build.note(`The screen has more than ${MOST_NODES} parts: the others were left out.`)
      return
    }
    seen.add(id)
    const children = [...listOf(node.nodes), ...Object.values(fieldsOf(node.linkedNodes))]
    stack.push(...children.filter((child) => typeof child === 'string').reverse())
    if (node.hidden !== true) addNode(id, node, build)
    else build.note(`The hidden ${kindOf(node)} was left out.`)
  }
  if (build.components.length === 0) build.note('The screen is empty. Draw it anew.')
}

function kindOf(node: Fields): string {
  const { type } = node
  return textOf(isFields(type) ? type.resolvedName : type, 60) || textOf(node.displayName, 60) || 'part'
}

/** Parts of a layout: what is in them is on the screen anyway. */
const layout = new Set(['Container', 'Root', 'Row', 'Column', 'Form'])
const buttons = new Set(['Button', 'ButtonLink'])
/** The name that Descope's editor gives to its outbound app button is not documented in one place. */
const outboundButtons = /^(OutboundAppButton|OutboundApp|ButtonOutboundApp)$/i
const textInputs = new Set([
  'TextField',
  'Input',
  'Text Input',
  'CustomIdentifierInput',
  'UserAttribute',
  'NameInput',
  'TextArea',
])

function addNode(id: string, node: Fields, build: ScreenBuild): void {
  const kind = kindOf(node)
  const props = fieldsOf(node.props)
  const text = childText(props.children)
  const input = toInput(kind, props)
  if (layout.has(kind)) return
  if (kind === 'Text' || kind === 'Heading' || kind === 'EnrichedText') {
    if (text !== '') build.add({ type: isHeading(kind, props) ? 'heading' : 'text', text })
  } else if (kind === 'ErrorMessage') build.add({ type: 'error' })
  else if (kind === 'Divider') build.add({ type: 'divider', ...(text === '' ? {} : { text: text.slice(0, 60) }) })
  else if (buttons.has(kind)) {
    const secondary = props.variant !== undefined && props.variant !== 'contained'
    build.button(id, (text || textOf(props.label, 200)).slice(0, 200), secondary, props.formNoValidate === true)
  } else if (outboundButtons.test(kind)) build.outboundButton(id, text || textOf(props.label, 200), props)
  else if (kind === 'Link') addLink(text, props, build)
  else if (kind === 'Image') addImage(props, build)
  else if (kind === 'Logo') build.note('The logo was left out.')
  else if (input) {
    if (kind === 'NewPassword' && props['has-confirm'] === true)
      build.note('The new password is asked for once, without its repetition.')
    build.add(input)
  } else {
    const name = textOf(props.label, 60) || text.slice(0, 60) || kind
    build.note(`“${name}” (${kind}) has no counterpart and was left out.`)
  }
}

function isHeading(kind: string, props: Fields): boolean {
  return kind === 'Heading' || /^(h[1-6]|subtitle1)$/.test(textOf(props.variant, 20))
}

function addLink(text: string, props: Fields, build: ScreenBuild): void {
  const url = textOf(props.href ?? props.url, 2_000)
  if (url === '' || hasForbiddenScheme(url, 'link'))
    build.note(`The link “${text.slice(0, 60)}” has no address that may be shown, and was left out.`)
  else build.add({ type: 'link', text: (text || url).slice(0, 500), url })
}

function addImage(props: Fields, build: ScreenBuild): void {
  const url = textOf(props.src ?? props.url, 2_000)
  if (url === '' || hasForbiddenScheme(url, 'image')) build.note('An image that is kept in Descope was left out.')
  else build.add({ type: 'image', url, alt: textOf(props.alt, 300) })
}

function toInput(kind: string, props: Fields): ScreenComponent | null {
  const rawName = textOf(props.name, 200)
  const name = toKeyName(rawName)
  if (name === '') return null
  const labelText = [props.label, props['password-label'], props.placeholder].map((value) => textOf(value, 200))
  const label = labelText.find((value) => value !== '') ?? name
  const required = props.required === true ? { required: true } : {}
  const placeholder = textOf(props.placeholder, 200)
  const base = { name, label, ...required }
  const withPlaceholder = { ...base, ...(placeholder === '' || placeholder === label ? {} : { placeholder }) }
  const type = textOf(props.type, 20)
  if (/password/i.test(kind) || type === 'password') return { type: 'password', ...withPlaceholder }
  if (/^(Code|Passcode|OneTimeCode)$/.test(kind)) return { type: 'code', ...base, ...digitsOf(props) }
  if (/email/i.test(kind) || type === 'email') return { type: 'email', ...withPlaceholder }
  if (/phone/i.test(kind)) return { type: 'phone', ...withPlaceholder }
  if (/number/i.test(kind) || type === 'number') return { type: 'number', ...withPlaceholder }
  if (/checkbox|switch/i.test(kind)) return { type: 'checkbox', ...base }
  if (/select|combobox|dropdown/i.test(kind)) return { type: 'select', ...base, options: optionsOf(props) }
  if (textInputs.has(kind) || type === 'text') return { type: 'text-input', ...withPlaceholder }
  return null
}

function digitsOf({ digits }: Fields): { digits?: number } {
  return typeof digits === 'number' && Number.isInteger(digits) && digits >= 4 && digits <= 10 ? { digits } : {}
}

function optionsOf(props: Fields): { value: string; label: string }[] {
  return [props.data, props.options, props.items]
    .flatMap(listOf)
    .slice(0, 500)
    .flatMap((option) => {
      const { value, label, name } = fieldsOf(option)
      const text = textOf(isFields(option) ? (value ?? label) : option, 200)
      return text === '' ? [] : [{ value: text, label: textOf(label ?? name, 200) || text }]
    })
}

/** The text of enriched content too: texts in lists. */
function childText(value: unknown): string {
  const parts = Array.isArray(value)
    ? value
        .slice(0, 100)
        .filter((part) => typeof part === 'string')
        .join('')
    : value
  return textOf(parts, 5_000)
}

function labelsOf(lists: unknown[]): ReadonlyMap<string, string> {
  return new Map(
    lists
      .flatMap(listOf)
      .map(fieldsOf)
      .map(({ id, label }) => [textOf(id, 200), textOf(label, 200)] as const),
  )
}
