import type { FlowDocument } from '@/lib/flow/schema'
import { isKeyed } from '@/lib/steps/context-key'

const LONGEST_ID = 40
const LONGEST_KEY = 60

/**
 * A step id from a name: letters, digits and dashes, and not taken. Never a `_`, because clients split
 * `executionId_stepId` there.
 */
export function uniqueStepId(name: string, taken: ReadonlySet<string>): string {
  const words = plain(name)
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^[^A-Za-z]+|-+$/g, '')
    .toLowerCase()
  return unique(words.slice(0, LONGEST_ID - 5).replace(/-+$/, '') || 'step', taken, '-')
}

/** The name, with a number behind it when another step has it. */
export function uniqueStepName(name: string, document: Pick<FlowDocument, 'steps'>): string {
  const taken = new Set(Object.values(document.steps).flatMap((step) => (step.name ? [step.name] : [])))
  // Copies of "Look up 2" become "Look up 3", not "Look up 2 2".
  return unique(taken.has(name) ? name.replace(/ \d+$/, '') : name, taken, ' ')
}

/** A context key from a name, in camel case, that no other step of the flow has. */
export function uniqueContextKey(name: string, taken: ReadonlySet<string>): string {
  const [first = 'step', ...others] = plain(name).match(/[A-Za-z0-9_]+/g) ?? []
  const key = [decapitalise(first), ...others.map(capitalise)].join('').replace(/^(?=\d)/, '_')
  return unique(key.slice(0, LONGEST_KEY - 5), taken, '')
}

/** The context keys that a flow's steps use, of every kind that has one. */
export function contextKeys(document: Pick<FlowDocument, 'steps'>): Set<string> {
  return new Set(Object.values(document.steps).flatMap((step) => (isKeyed(step) ? [step.contextKey] : [])))
}

function unique(base: string, taken: ReadonlySet<string>, separator: string): string {
  if (!taken.has(base)) return base
  let number = 2
  while (taken.has(`${base}${separator}${number}`)) number += 1
  return `${base}${separator}${number}`
}

// Accents are dropped rather than turned into dashes: "Prüfen" becomes "prufen".
function plain(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}+/gu, '')
}

function decapitalise(word: string): string {
  // An abbreviation becomes lower case as a whole: "CRM" is crm, not cRM.
  return word === word.toUpperCase() ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1)
}

function capitalise(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
