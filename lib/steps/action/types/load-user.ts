import { z } from 'zod'
import { resolveText, toTemplate } from '../../../language/template'
import { templateText } from '../../fields'
import { userWrites } from './context-writes'
import type { ActionType } from './type'

export const loadUserSettings = z.strictObject({ loginId: z.string().max(1_000) })
export type LoadUserSettings = z.infer<typeof loadUserSettings>

export const loadUserAction: ActionType<LoadUserSettings> = {
  label: 'Load User',
  description: 'Reads a user into user.* without signing them in.',
  group: 'Users and tenants',
  create: () => ({ loginId: '{{form.email}}' }),
  publishableSchema: z.strictObject({
    loginId: templateText(1_000).refine(
      (text) => text.trim() !== '',
      'Say whom: a login id or a user id, for example {{client.userId}}.',
    ),
  }),
  templates: ({ loginId }) => [{ at: ['loginId'], text: loginId }],
  givesUser: true,
  writes: () => userWrites,
  settingLabels: { loginId: 'Login id or user id' },
  summary: ({ loginId }) => (loginId.trim() === '' ? 'No user yet' : `User ${loginId}`),
  compile: (settings) => {
    const template = toTemplate(settings.loginId)
    return ({ scope, onMissing }) => {
      const loginId = resolveText(template, scope, onMissing).trim()
      return { type: 'perform', inputs: { loginId }, effect: { type: 'loadUser', loginId } }
    }
  },
}
