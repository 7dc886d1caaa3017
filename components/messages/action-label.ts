import { actionTypes } from '@/lib/steps/action/types/registry'

/** An action's name for people; one of an older version by its id. */
export function actionLabel(action: string): string {
  return Object.entries(actionTypes).find(([name]) => name === action)?.[1].label ?? action
}
