/** Whose a token is. The three levels are never interchangeable: a token of one is not found by another. */
export type Owner =
  | { level: 'user'; userId: string }
  | { level: 'userTenant'; userId: string; tenantId: string }
  | { level: 'tenant'; tenantId: string }

/** An owner as one text, never the same for two owners: no id of a user or a tenant holds a colon. */
export function toOwnerKey(owner: Owner): string {
  switch (owner.level) {
    case 'user':
      return `user:${owner.userId}`
    case 'userTenant':
      return `userTenant:${owner.userId}:${owner.tenantId}`
    case 'tenant':
      return `tenant:${owner.tenantId}`
  }
}

/** The owner's columns of a row. */
export function toOwnerColumns(owner: Owner): {
  level: Owner['level']
  userId: string | null
  tenantId: string | null
  ownerKey: string
} {
  return {
    level: owner.level,
    userId: owner.level === 'tenant' ? null : owner.userId,
    tenantId: owner.level === 'user' ? null : owner.tenantId,
    ownerKey: toOwnerKey(owner),
  }
}

/**
 * The owner of a row.
 * @throws Error when the row lacks an id that its level needs
 */
export function readOwner(row: { level: Owner['level']; userId: string | null; tenantId: string | null }): Owner {
  const { level, userId, tenantId } = row
  if (level === 'user' && userId !== null) return { level, userId }
  if (level === 'tenant' && tenantId !== null) return { level, tenantId }
  if (level === 'userTenant' && userId !== null && tenantId !== null) return { level, userId, tenantId }
  throw new Error(`A row of level ${level} does not say whose it is.`)
}
