import type { ActionName, ActionStep, SettingsOf } from '../schema'
import { setValueAction } from './set-value'
import type { ActionType } from './type'

/** Every action that a step can do. One without a type is a compile error. */
export const actionTypes: { readonly [A in ActionName]: ActionType<SettingsOf<A>> } = {
  'set-value': setValueAction,
}

/** The actions in the order of menus. */
export function listActions(): ActionName[] {
  const names: ActionName[] = []
  let name: ActionName
  for (name in actionTypes) names.push(name)
  return names
}

// The one place that pairs a step's settings with the type of its own action, which TypeScript cannot follow by index.
export function withAction<T>(step: ActionStep, use: <S>(type: ActionType<S>, settings: S) => T): T {
  switch (step.action) {
    case 'set-value':
      return use(actionTypes['set-value'], step.settings)
  }
}

/** A new step that does an action. */
export function createActionStep(name: ActionName): ActionStep {
  const common = { kind: 'action' as const, name: actionTypes[name].label, next: {}, errorHandling: automatic() }
  switch (name) {
    case 'set-value':
      return { ...common, action: name, settings: actionTypes[name].create() }
  }
}

function automatic() {
  return { actionExecution: { mode: 'automatic' as const } }
}
