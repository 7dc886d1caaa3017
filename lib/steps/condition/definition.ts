import { z } from 'zod'
import { type ConditionItem, conditionGroupSchema, groupItems, isGroup } from '../../language/condition'
import { OPERATORS } from '../../language/operators'
import { parsePath } from '../../language/path'
import { listJsonPlaceholders, templateError } from '../../language/template'
import { jsonTemplates, type StepDefinition, type TemplateUse } from '../definition'
import { publishableName } from '../fields'
import { branchSchema, type ConditionStep, conditionStepSchema } from './schema'

/** The port that is taken when no branch matches. */
export const ELSE_PORT = 'else'

export const conditionDefinition: StepDefinition<ConditionStep> = {
  label: 'Condition',
  description: 'Goes one of several ways: the first branch that matches wins.',
  create: () => ({
    kind: 'condition',
    name: 'Condition',
    next: {},
    branches: [{ id: 'branch1', name: 'Branch 1', when: { all: [{ key: '', operator: 'equal', value: '' }] } }],
  }),
  ports: (step) => [
    ...step.branches.map((branch) => ({ id: branch.id, label: branch.name || branch.id })),
    { id: ELSE_PORT, label: 'Else' },
  ],
  publishableSchema: conditionStepSchema.extend({
    name: publishableName,
    branches: z
      .array(
        branchSchema.extend({
          name: z.string().trim().min(1, 'Give the branch a name.').max(100),
          when: conditionGroupSchema.superRefine((group, context) => checkItem(group, [], context)),
        }),
      )
      .min(1, 'Add a branch: with Else alone the step decides nothing.'),
  }),
  templates: (step) =>
    step.branches.flatMap((branch, index) => itemTemplates(branch.when, ['branches', index, 'when'])),
  writes: () => [],
}

function checkItem(item: ConditionItem, at: (string | number)[], context: z.RefinementCtx): void {
  const issue = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path: [...at, ...path], message })
  if (isGroup(item)) {
    const name = 'all' in item ? 'all' : 'any'
    const items = groupItems(item)
    if (items.length === 0) issue([name], 'Add a row, or remove the group.')
    items.forEach((child, index) => {
      checkItem(child, [...at, name, index], context)
    })
    return
  }
  if (item.key.trim() === '') issue(['key'], 'Choose what to look at, for example connectors.crm.statusCode.')
  else if (!parsePath(item.key)) issue(['key'], 'This is not a path. Use dots and [0] indexes, without braces.')
  if (OPERATORS[item.operator].value === 'none') return
  const value = item.value ?? null
  const error = typeof value === 'string' ? templateError(value) : null
  const wrong = error ?? (listJsonPlaceholders(value).length > 0 ? null : OPERATORS[item.operator].check(value))
  if (wrong) issue(['value'], wrong)
}

function itemTemplates(item: ConditionItem, at: (string | number)[]): TemplateUse[] {
  if (isGroup(item)) {
    const name = 'all' in item ? 'all' : 'any'
    return groupItems(item).flatMap((child, index) => itemTemplates(child, [...at, name, index]))
  }
  // The key is a path without braces; as a template it joins the same look-up of unknown paths.
  const key = item.key === '' ? [] : [{ at: [...at, 'key'], text: `{{${item.key}}}` }]
  return [...key, ...jsonTemplates(item.value ?? null, [...at, 'value'])]
}
