import { z } from 'zod'
import type { ContextPatch } from '../../../language/outcome'
import type { ActionType } from './type'

export const logOutSettings = z.strictObject({
  /** Ends every session of the user, on all their devices. */
  everywhere: z.boolean(),
})
export type LogOutSettings = z.infer<typeof logOutSettings>

const cleared: ContextPatch = ['user', 'tenant', 'jwtClaims'].map((root) => ({ path: [root], value: {} }))

export const logOutAction: ActionType<LogOutSettings> = {
  label: 'Log Out',
  description: 'Forgets who has signed in: the flow issues no session at its end.',
  group: 'Sign in',
  create: () => ({ everywhere: false }),
  publishableSchema: logOutSettings,
  templates: () => [],
  writes: () => [],
  needsUser: ({ everywhere }) => everywhere,
  settingLabels: { everywhere: 'All sessions' },
  summary: ({ everywhere }) => (everywhere ? 'Ends all sessions of the user' : 'Forgets who has signed in'),
  compile: ({ everywhere }) => {
    const inputs = { everywhere }
    return () =>
      everywhere
        ? { type: 'perform', inputs, effect: { type: 'endSessions' } }
        : { type: 'done', inputs, patch: cleared, signedIn: null }
  },
}
