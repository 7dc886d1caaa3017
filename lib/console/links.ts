import { db } from '@/lib/db'
import { hashToken, newId, newToken } from '@/lib/id'
import { DomainError } from '@/lib/result'
import type { OperatorLink, Prisma } from '@/prisma/generated/client'

const HOUR_MS = 3_600_000

/** How long each kind of link lives, in hours. */
export const LINK_HOURS = { setup: 7 * 24, invitation: 7 * 24, reset: 24 } as const
export type LinkKind = keyof typeof LINK_HOURS

type Store = Pick<Prisma.TransactionClient, 'operatorLink'>
type LinkTarget = Pick<Prisma.OperatorLinkUncheckedCreateInput, 'projectId' | 'role' | 'operatorId' | 'createdById'>

/** Makes a one-time link. The token is returned this once; only its hash is kept. */
export async function createLink(
  kind: LinkKind,
  target: LinkTarget,
  store: Store = db(),
): Promise<{ id: string; token: string }> {
  const token = newToken()
  const id = newId()
  const expiresAt = new Date(Date.now() + LINK_HOURS[kind] * HOUR_MS)
  await store.operatorLink.create({ data: { id, kind, tokenHash: hashToken(token), expiresAt, ...target } })
  return { id, token }
}

/** The link of a token that may still be used; null when there is none, it was used, or its time is over. */
export async function findLink(kind: LinkKind, token: string, store: Store = db()): Promise<OperatorLink | null> {
  return await store.operatorLink.findFirst({
    where: { kind, tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: new Date() } },
  })
}

/**
 * Uses a link up, inside the transaction that does what it is for. Of two that come at once, one gets it.
 * @throws DomainError `notFound` when it was used, ended or never was
 */
export async function consumeLink(kind: LinkKind, token: string, store: Store): Promise<OperatorLink> {
  const link = await findLink(kind, token, store)
  const used = link
    ? await store.operatorLink.updateMany({ where: { id: link.id, usedAt: null }, data: { usedAt: new Date() } })
    : { count: 0 }
  if (!link || used.count !== 1) {
    throw new DomainError('notFound', 'This link was used already or has ended. Ask for a new one.')
  }
  return link
}
