import type { FlowDocument } from '@/lib/flow/schema'
import { listPlaceholders, parseTemplate } from '@/lib/language/template'
import { isKeyed, type KeyedStep, resultRoot } from '@/lib/steps/context-key'
import { stepTemplates } from '@/lib/steps/definitions'
import { contextKeys, uniqueContextKey } from '../store/names'

/**
 * The context key after a step was renamed: it follows the name as long as it was made from the old one and nothing
 * reads it yet. Otherwise it stays, so that a new name never breaks another step.
 */
export function followName(
  document: FlowDocument,
  stepId: string,
  step: Pick<KeyedStep, 'kind' | 'name' | 'contextKey'>,
  name: string,
): string {
  const key = step.contextKey
  const made = uniqueContextKey(step.name, new Set())
  const follows = key === '' || (key.startsWith(made) && /^\d*$/.test(key.slice(made.length)))
  if (!follows || name.trim() === '' || isRead(document, resultRoot(step), key)) return key
  const { [stepId]: _own, ...steps } = document.steps
  return uniqueContextKey(name, contextKeys({ steps }))
}

/** Why a context key cannot be used, or undefined. */
export function contextKeyError(document: FlowDocument, stepId: string, key: string): string | undefined {
  const other = Object.entries(document.steps).find(
    ([id, step]) => id !== stepId && isKeyed(step) && step.contextKey === key && key !== '',
  )
  return other ? `The step "${other[1].name}" already uses ${key}. Choose another one.` : undefined
}

function isRead(document: FlowDocument, root: string, key: string): boolean {
  if (key === '') return false
  return Object.values(document.steps)
    .flatMap(stepTemplates)
    .flatMap(({ text }) => listPlaceholders(parseTemplate(text).template ?? []))
    .some(({ path }) => path[0] === root && path[1] === key)
}
