import type { ConditionItem, ConditionRow } from '../../language/condition'
import { jsonSchema } from '../../language/json'
import { operatorNames } from '../../language/operators'
import { parsePath } from '../../language/path'
import { ELSE_PORT } from '../../steps/condition/definition'
import type { ConditionBranch } from '../../steps/condition/schema'
import type { MappedStep } from './types'
import { argumentOf, type Fields, fieldsOf, listOf, textOf, toFreeId } from './values'

const MOST_BRANCHES = 50
const MOST_ROWS = 99
/** What flows here may read; a condition on anything else would read nothing and always go one way. */
const roots = new Set([
  'user',
  'tenant',
  'form',
  'client',
  'connectors',
  'jwtClaims',
  'lastError',
  'project',
  'execution',
])
const rootOf = (path: string) => /^[A-Za-z_]\w*/.exec(path)?.[0] ?? ''

/**
 * A condition with its branches in order. A row that cannot be read here is left open, so that it blocks publishing.
 * @returns null for one with more branches than a condition may have
 */
export function mapCondition(task: Fields): MappedStep | null {
  const notes: string[] = []
  const ports = new Map<string, string>()
  const branches: ConditionBranch[] = []
  const given = listOf(task.conditions).map(fieldsOf)
  for (const [index, condition] of given.entries()) {
    const interaction = textOf(condition.interactionId, 200)
    const rows = listOf(condition.atomicConditions).map(fieldsOf)
    const name = textOf(condition.name, 100) || `Branch ${index + 1}`
    if (/^else$/i.test(interaction) || (rows.length === 0 && index === given.length - 1)) {
      ports.set(interaction, ELSE_PORT)
      continue
    }
    if (branches.length >= MOST_BRANCHES) return null
    const id = toFreeId(name, 'branch', new Set([ELSE_PORT, ...branches.map((branch) => branch.id)]))
    ports.set(interaction, id)
    const items: ConditionItem[] = rows.slice(0, MOST_ROWS).map((row) => toRow(row, name, notes))
    if (rows.length === 0) items.push(openRow(notes, name, 'it has no rows'))
    if (rows.length > MOST_ROWS) items.push(openRow(notes, name, `only its first ${MOST_ROWS} rows were kept`))
    branches.push({ id, name, when: condition.logicalOr === true ? { any: items } : { all: items } })
  }
  if (branches.length === 0) notes.push('It has no branches that could be read. Add them.')
  return {
    step: { kind: 'condition', name: textOf(task.name, 100) || 'Condition', next: {}, branches },
    mapping: notes.length === 0 ? 'mapped' : 'partly',
    notes,
    ports,
  }
}

function toRow({ operator, target, predicate }: Fields, branch: string, notes: string[]): ConditionRow {
  const key = textOf(fieldsOf(target).value, 500)
  const name = textOf(operator, 60)
  const known = operatorNames.find((one) => one === name)
  if (!known) return openRow(notes, branch, `the operator “${name}” is not known here`)
  if (!parsePath(key) || !roots.has(rootOf(key))) return openRow(notes, branch, `“${key}” cannot be read here`)
  const value = argumentOf(predicate)
  if (value === undefined || value === null || value === '') return { key, operator: known }
  const json = jsonSchema.safeParse(value)
  return json.success ? { key, operator: known, value: json.data } : { key, operator: known }
}

function openRow(notes: string[], branch: string, why: string): ConditionRow {
  notes.push(`“${branch}”: ${why}. A row was left open: say there what to look at.`)
  return { key: '', operator: 'equal', value: '' }
}
