import { z } from 'zod'
import { resolveText, toTemplate } from '../../../language/template'
import { subjectError } from '../../connector/types/smtp'
import { templateText } from '../../fields'
import type { ActionType } from './type'

export const otpEmailSettings = z.strictObject({
  /** The address that the code goes to. */
  loginId: z.string().max(1_000),
  /** The id of a SMTP connector; in a flow file its name. Empty: the code is shown in the console's runner. */
  connector: z.string().max(100),
  /** Templates; `otp.code` is the code. */
  subject: z.string().max(1_000),
  text: z.string().max(20_000),
})
export type OtpEmailSettings = z.infer<typeof otpEmailSettings>

const CODE = '{{otp.code}}'
const hasCode = /\{\{\s*otp\.code\s*\}\}/

export const signUpOrInOtpEmailAction: ActionType<OtpEmailSettings> = {
  label: 'Sign Up or In / OTP Email',
  description: 'Sends a one-time code by mail. Verify it after a screen that asks for it.',
  group: 'Sign in',
  create: () => ({
    loginId: '{{form.email}}',
    connector: '',
    subject: `${CODE} is your code for {{project.name}}`,
    text: `Your code is ${CODE}. It is valid for 10 minutes.\n\nIf you did not ask for it, do nothing: nobody can sign in without it.`,
  }),
  publishableSchema: z.strictObject({
    loginId: templateText(1_000).refine(
      (text) => text.trim() !== '',
      'Give the address that the code goes to, for example {{form.email}}.',
    ),
    connector: z.string(),
    subject: templateText(1_000).superRefine((text, context) => {
      const error = subjectError(text)
      if (error) context.addIssue({ code: 'custom', message: error })
    }),
    text: templateText(20_000).refine((text) => hasCode.test(text), `Write the code into the mail: ${CODE}.`),
  }),
  templates: ({ loginId, subject, text }) => [
    { at: ['loginId'], text: loginId },
    // The code is there in the mail alone.
    { at: ['subject'], text: withoutCode(subject) },
    { at: ['text'], text: withoutCode(text) },
  ],
  writes: () => ['sentTo', 'expiresAt'].map((key) => ({ path: `otp.${key}`, open: false })),
  warnings: ({ connector }) =>
    connector === ''
      ? [
          {
            at: ['connector'],
            message:
              'No mail connector is chosen: the code is shown to who runs the flow in the console, and for everyone else this step fails.',
          },
        ]
      : [],
  settingLabels: { loginId: 'E-mail address', connector: 'Mail connector', subject: 'Subject', text: 'Text' },
  summary: ({ loginId, connector }) => `${connector === '' ? 'Shown in the runner' : 'Mails a code'} \u00b7 ${loginId}`,
  compile: ({ loginId, connector, subject, text }) => {
    const template = toTemplate(loginId)
    return ({ scope, onMissing }) => {
      const address = resolveText(template, scope, onMissing).trim()
      return {
        type: 'perform',
        inputs: { email: address },
        effect: {
          type: 'sendCode',
          loginId: address,
          connectorId: connector === '' ? null : connector,
          subject,
          text,
        },
      }
    }
  },
}

function withoutCode(text: string): string {
  return text.replaceAll(new RegExp(hasCode, 'g'), '')
}
