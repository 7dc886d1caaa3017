import { db } from '@/lib/db'
import { consumeLink, createLink, findLink } from './links'
import type { Operator } from './operator'
import { createOperator } from './operators'
import type { NewOperator } from './schema'

// Any number that nobody else locks: two who complete at once become one owner.
const SETUP_LOCK = 727_001

/**
 * When there is no operator yet: ends older setup links, makes a new one and returns its path, `/setup?token=…`. Else
 * null. Called at every start.
 */
export async function ensureSetupLink(): Promise<string | null> {
  return await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SETUP_LOCK})`
    if ((await tx.operator.count()) > 0) return null
    await tx.operatorLink.deleteMany({ where: { kind: 'setup' } })
    const { token } = await createLink('setup', {}, tx)
    return `/setup?token=${token}`
  })
}

/** What the setup page shows. */
export async function readSetupState(token: string | undefined): Promise<'ready' | 'done' | 'badLink' | 'noLink'> {
  if ((await db().operator.count()) > 0) return 'done'
  if (!token) return 'noLink'
  return (await findLink('setup', token)) ? 'ready' : 'badLink'
}

/**
 * Uses the setup link: makes the owner, as an admin of every project there is.
 * @throws DomainError `notFound` when the link was used or has ended
 */
export async function completeSetup({ token, ...owner }: NewOperator & { token: string }): Promise<Operator> {
  return await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SETUP_LOCK})`
    await consumeLink('setup', token, tx)
    const operator = await createOperator({ ...owner, isOwner: true }, tx)
    const projects = await tx.project.findMany({ where: { deletedAt: null }, select: { id: true } })
    await tx.projectMember.createMany({
      data: projects.map((project) => ({ projectId: project.id, operatorId: operator.id, role: 'admin' })),
    })
    return operator
  })
}
