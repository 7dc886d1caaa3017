import { z } from 'zod'
import { isJsonObject, type Json, type JsonObject, jsonSchema } from '../../../language/json'
import { CLAIMS_MAX, claimNameProblem, claimsProblem } from '../../../language/jwt-claims'
import { resolveJson, templateError } from '../../../language/template'
import { jsonTemplates } from '../../definition'
import {
  compileTypedValue,
  publishableTypedValue,
  refuseRepeatedKeys,
  type TypedValue,
  toLiteral,
  typedValueSchema,
} from '../../typed-values'
import type { ActionType } from './type'

export const customClaimsSettings = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('rows'),
    claims: z.array(typedValueSchema.extend({ key: z.string().max(200) })).max(200),
  }),
  /** An object; its text leaves may hold dynamic values. */
  z.strictObject({ mode: z.literal('json'), claims: jsonSchema }),
])
export type CustomClaimsSettings = z.infer<typeof customClaimsSettings>

const claimName = z.string().superRefine((name, context) => {
  const problem = claimNameProblem(name)
  if (problem) context.addIssue({ code: 'custom', message: problem })
})

export const customClaimsAction: ActionType<CustomClaimsSettings> = {
  label: 'Custom Claims',
  description: 'Adds claims to the JWT that the flow issues at its end.',
  group: 'Values',
  create: () => ({ mode: 'rows', claims: [{ key: '', type: 'string', value: '' }] }),
  publishableSchema: z.discriminatedUnion('mode', [
    z.strictObject({
      mode: z.literal('rows'),
      claims: z
        .array(publishableTypedValue(claimName))
        .min(1, 'Add a claim.')
        .max(CLAIMS_MAX, `Use at most ${CLAIMS_MAX} claims.`)
        .superRefine(refuseRepeatedKeys)
        .superRefine((rows, context) => refuseLongTexts(rows, context)),
    }),
    z.strictObject({ mode: z.literal('json'), claims: jsonSchema.superRefine(checkObject) }),
  ]),
  templates: (settings) =>
    settings.mode === 'json'
      ? jsonTemplates(settings.claims, ['claims'])
      : settings.claims.flatMap(({ value }, index) => jsonTemplates(value, ['claims', index, 'value'])),
  writes: (settings) => namesOf(settings).map((name) => ({ path: `jwtClaims.${name}`, open: true })),
  settingLabels: { claims: 'Claim' },
  summary: (settings) => {
    const names = namesOf(settings)
    return names.length === 0 ? 'No claim yet' : `Claims ${names.join(', ')}`
  },
  compile: (settings) => {
    const read = compileClaims(settings)
    return (environment) => {
      const claims = read(environment)
      const earlier = environment.scope.read(['jwtClaims'])
      // Those of earlier steps count too: the limit is that of the JWT.
      const problem = claimsProblem(claims) ?? claimsProblem({ ...(isJsonObject(earlier) ? earlier : {}), ...claims })
      if (problem)
        return { type: 'refused', inputs: { claims }, failure: { code: 'invalidClaims', message: problem.message } }
      const patch = Object.entries(claims).map(([name, value]) => ({ path: ['jwtClaims', name], value }))
      return { type: 'done', inputs: { claims }, patch }
    }
  },
}

/**
 * Rows of claims as the object that the other form holds: literal values in their type, dynamic ones as their text. A row
 * without a name says nothing yet.
 */
export function toClaimsObject(rows: readonly TypedValue[]): JsonObject {
  // An own __proto__ would be lost on the way; no claim may have that name.
  const named = rows.filter(({ key }) => key.trim() !== '' && key !== '__proto__')
  return Object.fromEntries(named.map((row) => [row.key, toLiteral(row)]))
}

type Read = (environment: Parameters<ReturnType<typeof compileTypedValue>>[0]) => JsonObject

function compileClaims(settings: CustomClaimsSettings): Read {
  if (settings.mode === 'rows') {
    const rows = settings.claims.map((row) => [row.key, compileTypedValue(row)] as const)
    return (environment) => Object.fromEntries(rows.map(([name, valueIn]) => [name, valueIn(environment)]))
  }
  const { claims } = settings
  return ({ scope, onMissing }) => {
    const value = resolveJson(claims, scope, onMissing)
    return isJsonObject(value) ? value : {}
  }
}

/** The names of the claims, as far as they are there. */
function namesOf(settings: CustomClaimsSettings): string[] {
  if (settings.mode === 'rows') return settings.claims.flatMap(({ key }) => (key === '' ? [] : [key]))
  return isJsonObject(settings.claims) ? Object.keys(settings.claims) : []
}

function checkObject(claims: Json, context: z.RefinementCtx): void {
  const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  if (!isJsonObject(claims)) {
    issue([], 'Write an object: {"plan": "{{user.customAttributes.plan}}"}.')
    return
  }
  if (Object.keys(claims).length === 0) issue([], 'Add a claim.')
  const problem = claimsProblem(claims)
  if (problem) issue(problem.name === null ? [] : [problem.name], problem.message)
  for (const { at, text } of jsonTemplates(claims, [])) {
    const error = templateError(text)
    if (error) issue(at, error)
  }
}

/** A text without dynamic values is as long as it will be. */
function refuseLongTexts(rows: readonly TypedValue[], context: z.RefinementCtx): void {
  rows.forEach(({ key, value }, index) => {
    const problem =
      typeof value === 'string' && value.includes('{{') ? null : claimsProblem({ [key || 'claim']: value })
    // What is wrong with the name is told at the name.
    if (problem && claimNameProblem(key) === null)
      context.addIssue({ code: 'custom', path: [index, 'value'], message: problem.message })
  })
}
