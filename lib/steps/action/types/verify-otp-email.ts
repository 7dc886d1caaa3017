import { z } from 'zod'
import { userWrites } from './context-writes'
import { MASKED, secretFieldName, secretPath } from './secret-field'
import type { ActionType } from './type'

export const verifyOtpEmailSettings = z.strictObject({ codeField: z.string().max(60) })
export type VerifyOtpEmailSettings = z.infer<typeof verifyOtpEmailSettings>

export const verifyOtpEmailAction: ActionType<VerifyOtpEmailSettings> = {
  label: 'Verify Code / OTP Email',
  description: 'Checks the code that was sent, and signs its owner in or up.',
  group: 'Sign in',
  create: () => ({ codeField: 'code' }),
  publishableSchema: z.strictObject({ codeField: secretFieldName }),
  templates: () => [],
  givesUser: true,
  writes: () => userWrites,
  secretFields: ({ codeField }) => [{ at: ['codeField'], field: codeField, noun: 'code' }],
  settingLabels: { codeField: 'Code field' },
  summary: ({ codeField }) => (codeField === '' ? 'No field yet' : `Code from form.${codeField}`),
  compile: ({ codeField }) => {
    return () => ({
      type: 'perform',
      inputs: { [codeField]: MASKED },
      effect: { type: 'verifyCode', secretPath: secretPath(codeField) },
    })
  },
}
