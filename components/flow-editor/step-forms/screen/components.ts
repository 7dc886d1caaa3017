import { isButton, isInput } from '@/lib/steps/screen/component'
import type { ComponentType, ScreenComponent } from '@/lib/steps/screen/schema'

/** The components that a screen can have, in the order of the add menu. */
export const componentLabels: Readonly<Record<ComponentType, string>> = {
  heading: 'Heading',
  text: 'Text',
  link: 'Link',
  image: 'Image',
  divider: 'Divider',
  'text-input': 'Text input',
  email: 'Email',
  phone: 'Phone',
  password: 'Password',
  code: 'Code',
  'api-key': 'API key',
  number: 'Number',
  checkbox: 'Checkbox',
  select: 'Select',
  button: 'Button',
  'outbound-app-button': 'Outbound App button',
  error: 'Error message',
}

export const componentGroups: readonly { label: string; types: readonly ComponentType[] }[] = [
  { label: 'Content', types: ['heading', 'text', 'link', 'image', 'divider', 'error'] },
  { label: 'Inputs', types: ['text-input', 'email', 'phone', 'number', 'checkbox', 'select'] },
  { label: 'Secret inputs', types: ['password', 'code', 'api-key'] },
  { label: 'Buttons', types: ['button', 'outbound-app-button'] },
]

/** A new component; its field name or button id is not used on the screen yet. */
export function newComponent(type: ComponentType, components: readonly ScreenComponent[]): ScreenComponent {
  const name = (base: string) =>
    unique(
      base,
      components.flatMap((each) => (isInput(each) ? [each.name] : [])),
    )
  switch (type) {
    case 'heading':
      return { type, text: 'Heading' }
    case 'text':
      return { type, text: 'Text' }
    case 'link':
      return { type, text: 'Link', url: '' }
    case 'image':
      return { type, url: '', alt: '' }
    case 'divider':
      return { type }
    case 'text-input':
      return { type, name: name('text'), label: 'Text' }
    case 'email':
      return { type, name: name('email'), label: 'Email', required: true }
    case 'phone':
      return { type, name: name('phone'), label: 'Phone' }
    case 'code':
      return { type, name: name('code'), label: 'Code', required: true, digits: 6 }
    case 'api-key':
      return { type, name: name('apiKey'), label: 'API key', required: true }
    case 'password':
      return { type, name: name('password'), label: 'Password', required: true }
    case 'number':
      return { type, name: name('number'), label: 'Number' }
    case 'checkbox':
      return { type, name: name('agreed'), label: 'I agree' }
    case 'select':
      return { type, name: name('choice'), label: 'Choose one', options: [{ value: 'one', label: 'One' }] }
    case 'outbound-app-button': {
      const ids = components.filter(isButton).map(({ id }) => id)
      return { type, id: unique('connect', ids), text: 'Connect', app: '', variant: 'secondary' }
    }
    case 'button': {
      const buttons = components.filter(isButton)
      const id = unique(
        buttons.length === 0 ? 'submit' : 'button',
        buttons.map((each) => each.id),
      )
      return { type, id, text: 'Continue', variant: buttons.length === 0 ? 'primary' : 'secondary' }
    }
    case 'error':
      return { type }
  }
}

/** Where a new component goes: before the buttons at the end, which people expect to be last. */
export function placeOf(component: ScreenComponent, components: readonly ScreenComponent[]): number {
  if (isButton(component)) return components.length
  let place = components.length
  while (place > 0 && isButtonAt(components, place - 1)) place -= 1
  return place
}

function isButtonAt(components: readonly ScreenComponent[], place: number): boolean {
  const component = components[place]
  return component !== undefined && isButton(component)
}

/** A component in one line. */
export function summarise(component: ScreenComponent): string {
  if (component.type === 'error') return 'Shown when a step after this screen fails'
  if (component.type === 'image') return component.alt
  if (component.type === 'divider') return component.text ?? ''
  if ('text' in component) return component.text
  return component.label || component.name
}

function unique(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base
  let number = 2
  while (taken.includes(`${base}${number}`)) number += 1
  return `${base}${number}`
}
