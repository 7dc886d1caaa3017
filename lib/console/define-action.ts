import type { z } from 'zod'
import { recordAudit } from '@/lib/audit/service'
import type { AuditActor, AuditEntry } from '@/lib/audit/types'
import { findUnstorableText, isShallow, type JsonObject, unstorableText } from '@/lib/language/json'
import { log } from '@/lib/log'
import { type ActionResult, DomainError } from '@/lib/result'
import type { Operator } from './operator'
import { requirePermission } from './permissions'
import type { Permission } from './roles'
import { findSignedInOperator } from './session'

/** An action inside one project: its input carries `projectId`. */
export interface ProjectAction<S extends z.ZodType<{ projectId: string }>, T> {
  input: S
  permission: Permission
  run: (args: { input: z.output<S>; operator: Operator; projectId: string }) => Promise<T> | T
  /**
   * What the action changes, without secrets, for the audit log: read before `run` (data null) and after it. Null: there
   * is nothing (yet, or any more). Written after `run`, as `audit` is.
   */
  subject?: (args: { input: z.output<S>; data: NoInfer<T> | null }) => Promise<JsonObject | null> | JsonObject | null
  /** What to write to the audit log once it is done; null for nothing. Written after `run`: its type comes from there. */
  audit?: (done: { input: z.output<S>; data: NoInfer<T> }) => AuditEntry | null
}

/** An action that belongs to no project, or that makes one. */
export interface OperatorAction<S extends z.ZodType, T> {
  input: S
  /** Only the instance owner may do it. */
  ownerOnly?: boolean
  run: (args: { input: z.output<S>; operator: Operator }) => Promise<T> | T
}

/** The steps that reach outside, replaced in tests. */
export interface ActionSteps {
  authenticate: () => Promise<Operator | null>
  authorise: (operator: Operator, projectId: string, permission: Permission) => Promise<unknown>
  audit: (actor: AuditActor, projectId: string, entry: AuditEntry) => Promise<void>
}

const DEEPEST = 300

const steps: ActionSteps = { authenticate: findSignedInOperator, authorise: requirePermission, audit: recordAudit }

/**
 * A server action of a project: authenticate, parse, authorise, run, audit, typed result; always in that order. A
 * `DomainError` becomes a refusal with its fields; anything else is logged without the arguments and answered
 * `unexpected`. Once `run` is done the answer is ok, also when the audit log cannot be written.
 */
export function defineAction<S extends z.ZodType<{ projectId: string }>, T>(
  action: ProjectAction<S, T>,
  { authenticate, authorise, audit }: ActionSteps = steps,
): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) =>
    answer(async () => {
      const operator = requireSignedIn(await authenticate())
      const parsed = parse(action.input, input)
      await authorise(operator, parsed.projectId, action.permission)
      const before = (await action.subject?.({ input: parsed, data: null })) ?? null
      const data = await action.run({ input: parsed, operator, projectId: parsed.projectId })
      await auditDone(audit, operator, parsed.projectId, async () => {
        const entry = action.audit?.({ input: parsed, data })
        if (!entry || !action.subject) return entry
        return { ...entry, before, after: await action.subject({ input: parsed, data }) }
      })
      return data
    })
}

/** A server action outside of any project; the same order without the role. */
export function defineOperatorAction<S extends z.ZodType, T>(
  action: OperatorAction<S, T>,
  { authenticate }: Pick<ActionSteps, 'authenticate'> = steps,
): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) =>
    answer(async () => {
      const operator = requireSignedIn(await authenticate())
      const parsed = parse(action.input, input)
      if (action.ownerOnly && !operator.isOwner) {
        throw new DomainError('forbidden', 'Only the owner of this Patchbay may do this.')
      }
      return await action.run({ input: parsed, operator })
    })
}

/** A server action for someone who is not signed in and proves themselves by a one-time link in the input. */
export function defineLinkAction<S extends z.ZodType, T>(action: {
  input: S
  run: (args: { input: z.output<S> }) => Promise<T>
}): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) => answer(async () => action.run({ input: parse(action.input, input) }))
}

async function answer<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, data: await work() }
  } catch (error) {
    if (error instanceof DomainError) {
      return { ok: false, code: error.code, message: error.message, ...(error.fields ? { fields: error.fields } : {}) }
    }
    // Redirects and not-found pages are thrown by Next as errors of their own and must reach it.
    if (isControlFlow(error)) throw error
    // The message may quote the input; the place and the kind of error are enough to find it.
    log.error({ err: toLogged(error) }, 'action failed')
    return {
      ok: false,
      code: 'unexpected',
      message: 'Something went wrong on the server. Nothing was saved; try again.',
    }
  }
}

/** Writes the audit log of work that is done. A failure is logged by ids alone: told to the caller, it would be retried. */
async function auditDone(
  audit: ActionSteps['audit'],
  operator: Operator,
  projectId: string,
  describe: () => Promise<AuditEntry | null | undefined>,
): Promise<void> {
  let entry: AuditEntry | null | undefined
  try {
    entry = await describe()
    if (entry) await audit({ type: 'operator', id: operator.id, name: operator.name }, projectId, entry)
  } catch (error) {
    const { action, targetId } = entry ?? {}
    log.error({ err: toLogged(error), operatorId: operator.id, projectId, action, targetId }, 'audit log not written')
  }
}

function requireSignedIn(operator: Operator | null): Operator {
  if (!operator)
    throw new DomainError('unauthenticated', 'You are signed out. Sign in again in another tab, then retry.')
  return operator
}

function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  // What nests deeper than anything that is kept is refused by the schema.
  const unstorable = isShallow(input, DEEPEST) ? findUnstorableText(input) : null
  if (unstorable) throw new DomainError('invalid', unstorableText, { [unstorable.join('.')]: unstorableText })
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const fields: Record<string, string> = {}
  for (const issue of parsed.error.issues) fields[issue.path.join('.')] ??= issue.message
  throw new DomainError('invalid', 'Some of it is not valid: see the marked fields.', fields)
}

function isControlFlow(error: unknown): boolean {
  return error instanceof Error && 'digest' in error && String(error.digest).startsWith('NEXT_')
}

function toLogged(error: unknown): { name: string; code?: string; stack?: string } {
  if (!(error instanceof Error)) return { name: typeof error }
  const places = error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
  const code = 'code' in error ? String(error.code) : undefined
  return { name: error.name, ...(code ? { code } : {}), ...(places ? { stack: places.join('\n') } : {}) }
}
