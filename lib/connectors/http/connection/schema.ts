import { z } from 'zod'
import { headerName, noControls } from '../fields'

export const connectionLevels = ['user', 'userTenant', 'tenant'] as const

/** How a connector takes the stored token of a connection. Whose it is says the flow: its user, its tenant. */
export const connectionSettings = {
  /** Of the outbound app. */
  appId: z
    .string()
    .trim()
    .min(1, 'Choose the connection whose tokens are sent.')
    .max(100, 'Use at most 100 characters.')
    .regex(/^[^/?#%\s]*$/, 'This is not the id of a connection.'),
  level: z.enum(connectionLevels, 'Choose whose token is sent.').default('user'),
  /** Separated by spaces: a token of exactly these; empty: the one that was connected last. */
  scopes: z
    .string()
    .max(10_000, 'Use at most 10,000 characters.')
    .transform((text) => text.trim().split(/\s+/).join(' '))
    .default(''),
  /** The header that carries it, and what stands before it. */
  header: headerName('Enter the name of the header that carries the token, for example Authorization.').default(
    'Authorization',
  ),
  prefix: z
    .string()
    .max(100, 'Use at most 100 characters.')
    .superRefine(noControls('Remove line breaks and control characters.'))
    .default('Bearer '),
}

const schema = z.strictObject(connectionSettings)
export type ConnectionSettings = z.output<typeof schema>

/** What a test is asked: whose token is sent. */
export function ownerPaths(level: ConnectionSettings['level']): string[] {
  return [...(level === 'tenant' ? [] : ['user.userId']), ...(level === 'user' ? [] : ['tenant.tenantId'])]
}

/**
 * The values of whose token may be sent. Not those of `user` and `tenant`, which an end user can lead to somebody else by
 * what they type: the runner answers these alone for who has signed in, and the test for what its operator gives.
 */
export const CONNECTION_OWNER = 'connectionOwner'

/** The paths that a call reads. */
export function trustedPaths(level: ConnectionSettings['level']): string[] {
  return ownerPaths(level).map((path) => `${CONNECTION_OWNER}.${path.split('.')[1]}`)
}
