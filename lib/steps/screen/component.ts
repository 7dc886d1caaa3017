import type { ButtonComponent, ComponentType, InputComponent, ScreenComponent } from './schema'

// Apart from the schemas, so that the end users' page does without their library.

export function isInput(component: ScreenComponent): component is InputComponent {
  return 'name' in component
}

/** A button of either kind: each is a port. */
export function isButton(component: ScreenComponent): component is ButtonComponent {
  return component.type === 'button' || component.type === 'outbound-app-button'
}

const secretTypes: ReadonlySet<ComponentType> = new Set<ComponentType>(['password', 'code', 'api-key'])

/** Secret fields never enter the context, a message or a preview. */
export function isSecretInput(component: Pick<ScreenComponent, 'type'>): boolean {
  return secretTypes.has(component.type)
}
