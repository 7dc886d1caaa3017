import { hashPassword } from 'better-auth/crypto'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import type { Prisma } from '@/prisma/generated/client'
import { forgetAttempts } from './attempts'
import type { Operator } from './operator'
import type { Role } from './roles'
import { emailSchema, newOperatorSchema, passwordSchema } from './schema'

export interface CreateOperator {
  email: string
  password: string
  /** The part of the e-mail address before the @ unless given. */
  name?: string
  isOwner?: boolean
  /** Makes them a member. */
  membership?: { projectId: string; role: Role }
}

/**
 * Makes an operator who signs in with e-mail and password.
 * @throws DomainError `invalid` with its fields; `conflict` when the address has an account; `notFound` for the project
 */
export async function createOperator(input: CreateOperator, store?: Prisma.TransactionClient): Promise<Operator> {
  const parsed = newOperatorSchema.safeParse({ ...input, name: input.name ?? input.email.split('@')[0] })
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]))
    throw new DomainError('invalid', Object.values(fields)[0] ?? 'Not valid.', fields)
  }
  const { name, email, password } = parsed.data
  const hash = await hashPassword(password)
  const write = (tx: Prisma.TransactionClient) => writeOperator(tx, { ...input, name, email }, hash)
  return store ? await write(store) : await db().$transaction(write)
}

/**
 * Sets an operator's password and ends all their sessions.
 * @throws DomainError `notFound` when nobody has the address; `invalid` when the password is too short or too long
 */
export async function resetPassword({ email, password }: { email: string; password: string }): Promise<void> {
  const address = emailSchema.safeParse(email)
  const operator = address.success ? await db().operator.findUnique({ where: { email: address.data } }) : null
  if (!operator) throw new DomainError('notFound', `No operator has the address ${email}.`)
  await setPassword(operator, password)
}

/** Sets a password by the operator's row; see `resetPassword`. */
export async function setPassword(
  operator: { id: string; email: string },
  password: string,
  store?: Prisma.TransactionClient,
): Promise<void> {
  const parsed = passwordSchema.safeParse(password)
  if (!parsed.success) {
    const message = parsed.error.issues[0]?.message ?? 'Not valid.'
    throw new DomainError('invalid', message, { password: message })
  }
  const hash = await hashPassword(parsed.data)
  const write = async (tx: Prisma.TransactionClient) => {
    const account = { providerId: 'credential', userId: operator.id }
    const updated = await tx.operatorAccount.updateMany({ where: account, data: { password: hash } })
    if (updated.count === 0) {
      await tx.operatorAccount.create({ data: { ...account, id: newId(), accountId: operator.id, password: hash } })
    }
    await tx.operatorSession.deleteMany({ where: { userId: operator.id } })
  }
  await (store ? write(store) : db().$transaction(write))
  await forgetAttempts('sign-in', operator.email)
}

async function writeOperator(
  tx: Prisma.TransactionClient,
  input: CreateOperator & { name: string },
  passwordHash: string,
): Promise<Operator> {
  const { name, email, isOwner = false, membership } = input
  if (await tx.operator.findUnique({ where: { email }, select: { id: true } })) {
    const message = 'This address has an account. Sign in with it instead.'
    throw new DomainError('conflict', message, { email: message })
  }
  const id = newId()
  await tx.operator.create({ data: { id, name, email, isOwner, emailVerified: true } })
  await tx.operatorAccount.create({
    data: { id: newId(), accountId: id, providerId: 'credential', userId: id, password: passwordHash },
  })
  if (membership) {
    const where = { id: membership.projectId, deletedAt: null }
    const project = await tx.project.findUnique({ where, select: { id: true } })
    if (!project) throw new DomainError('notFound', `There is no project ${membership.projectId}.`)
    await tx.projectMember.create({ data: { ...membership, operatorId: id } })
  }
  return { id, name, email, isOwner }
}
