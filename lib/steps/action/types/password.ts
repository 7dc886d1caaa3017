import { z } from 'zod'
import type { IdentityEffect } from '../../../language/outcome'
import { resolveText, toTemplate } from '../../../language/template'
import { templateText } from '../../fields'
import { userWrites } from './context-writes'
import { MASKED, secretFieldName, secretPath } from './secret-field'
import type { ActionType } from './type'

const loginId = z.string().max(1_000)
const passwordField = z.string().max(60)

export const signInPasswordSettings = z.strictObject({ loginId, passwordField })
export const signUpPasswordSettings = z.strictObject({
  loginId,
  passwordField,
  /** Of a user who is made. */
  name: z.string().max(1_000).optional(),
})
export type SignInPasswordSettings = z.infer<typeof signInPasswordSettings>
export type SignUpPasswordSettings = z.infer<typeof signUpPasswordSettings>

const requiredLogin = templateText(1_000).refine(
  (text) => text.trim() !== '',
  'Give the login, for example {{form.email}}.',
)

export const signUpOrInPasswordAction = passwordAction('sign-up-or-in', {
  label: 'Sign Up or In / Password',
  description: 'Signs in who has an account, and makes one for who has none.',
})

export const signInPasswordAction = passwordAction('sign-in', {
  label: 'Sign In / Password',
  description: 'Signs in who has an account and knows its password.',
})

export const signUpPasswordAction = passwordAction('sign-up', {
  label: 'Sign Up / Password',
  description: 'Makes an account with a password and signs it in.',
})

type Way = Extract<IdentityEffect, { type: 'password' }>['way']

function passwordAction(
  way: Way,
  words: Pick<ActionType<SignUpPasswordSettings>, 'label' | 'description'>,
): ActionType<SignUpPasswordSettings> {
  return {
    ...words,
    group: 'Sign in',
    create: () => ({ loginId: '{{form.email}}', passwordField: 'password' }),
    publishableSchema: z.strictObject({
      loginId: requiredLogin,
      passwordField: secretFieldName,
      name: templateText(1_000).optional(),
    }),
    templates: ({ loginId, name }) => [
      { at: ['loginId'], text: loginId },
      ...(name === undefined ? [] : [{ at: ['name'], text: name }]),
    ],
    givesUser: true,
    writes: () => userWrites,
    secretFields: ({ passwordField }) => [{ at: ['passwordField'], field: passwordField, noun: 'password' }],
    settingLabels: { loginId: 'Login', passwordField: 'Password field', name: 'Name of a new user' },
    summary: ({ loginId }) => (loginId.trim() === '' ? 'No login yet' : `Login ${loginId}`),
    compile: (settings) => {
      const loginTemplate = toTemplate(settings.loginId)
      const nameTemplate = toTemplate(settings.name ?? '')
      return ({ scope, onMissing }) => {
        const loginId = resolveText(loginTemplate, scope, onMissing).trim()
        const name = resolveText(nameTemplate, scope, onMissing).trim()
        return {
          type: 'perform',
          inputs: { loginId, ...(name === '' ? {} : { name }), [settings.passwordField]: MASKED },
          effect: { type: 'password', way, loginId, name, secretPath: secretPath(settings.passwordField) },
        }
      }
    },
  }
}
