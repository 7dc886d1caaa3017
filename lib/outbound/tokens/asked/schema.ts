import { z } from 'zod'
import { TOKEN_LEVELS } from '../list/schema'

const text = (most: number) => z.string().trim().max(most, `Use at most ${most} characters.`).default('')

/** For whom an operator asks for a connection, as they type it. */
export const askedOwnerSchema = z
  .object({
    appId: z.string().min(1, 'Choose a connection.').max(200),
    level: z.enum(TOKEN_LEVELS),
    /** A login id or a user id; of levels user and userTenant. */
    user: text(254),
    /** Of levels userTenant and tenant. */
    tenantId: text(200),
  })
  .superRefine(({ level, user, tenantId }, context) => {
    const miss = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (level !== 'tenant' && user === '') miss('user', 'Name the user: a login id or a user id.')
    if (level !== 'user' && tenantId === '') miss('tenantId', 'Enter the tenant’s id.')
  })
export type AskedOwner = z.output<typeof askedOwnerSchema>

export const apiKeySchema = z
  .string('Enter the API key.')
  .trim()
  .min(1, 'Enter the API key.')
  .max(65_536, 'An API key has at most 65,536 characters.')
