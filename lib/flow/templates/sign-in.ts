import { action, email, end, name, password, screen, start } from './parts'
import type { FlowTemplate } from './types'

export const signUpWithPassword: FlowTemplate = {
  id: 'sign-up-with-password',
  name: 'Sign up with password',
  description: 'Asks for name, email and password, makes the account and signs it in.',
  kind: 'interactive',
  steps: {
    start: start('details'),
    details: screen('Create your account', [name, email, password], 'Sign up', 'sign-up'),
    'sign-up': {
      ...action,
      name: 'Sign up',
      action: 'sign-up-password',
      settings: { loginId: '{{form.email}}', passwordField: 'password', name: '{{form.name}}' },
      next: { success: 'done' },
    },
    done: end('Signed up', { email: '{{user.email}}' }),
  },
}

export const signInWithPassword: FlowTemplate = {
  id: 'sign-in-with-password',
  name: 'Sign in with password',
  description: 'Signs in who has an account. A wrong password comes back to the screen, with its text.',
  kind: 'interactive',
  steps: {
    start: start('login'),
    login: screen('Sign in', [email, password], 'Sign in', 'sign-in'),
    'sign-in': {
      ...action,
      name: 'Sign in',
      action: 'sign-in-password',
      settings: { loginId: '{{form.email}}', passwordField: 'password' },
      next: { success: 'done' },
    },
    done: end('Signed in', { userId: '{{user.userId}}' }),
  },
}

export const signUpOrInWithCode: FlowTemplate = {
  id: 'sign-up-or-in-with-code',
  name: 'Sign up or in with a code by mail',
  description:
    'Mails a one-time code and signs in who enters it. Without a mail connector the code is shown in the runner: choose one before you publish.',
  kind: 'interactive',
  steps: {
    start: start('address'),
    address: screen('What is your email?', [email], 'Send a code', 'send'),
    send: {
      ...action,
      name: 'Send the code',
      action: 'sign-up-or-in-otp-email',
      settings: {
        loginId: '{{form.email}}',
        connector: '',
        subject: '{{otp.code}} is your code for {{project.name}}',
        text: 'Your code is {{otp.code}}. It is valid for 10 minutes.\n\nIf you did not ask for it, do nothing.',
      },
      next: { success: 'code' },
    },
    code: {
      kind: 'screen',
      name: 'Enter the code',
      components: [
        { type: 'heading', text: 'Enter the code' },
        { type: 'text', text: 'It was sent to {{form.email}}.' },
        { type: 'error' },
        { type: 'code', name: 'code', label: 'Code', required: true, digits: 6 },
        { type: 'button', id: 'submit', text: 'Continue', variant: 'primary' },
        { type: 'button', id: 'again', text: 'Send another one', variant: 'secondary', skipValidation: true },
      ],
      next: { submit: 'verify', again: 'send' },
    },
    verify: {
      ...action,
      name: 'Check the code',
      action: 'verify-otp-email',
      settings: { codeField: 'code' },
      next: { success: 'done' },
    },
    done: end('Signed in', { email: '{{user.email}}' }),
  },
}

export const onboardCompany: FlowTemplate = {
  id: 'onboard-a-company',
  name: 'Onboard a company',
  description: 'Signs somebody up, makes a tenant for their company and makes them its first member.',
  kind: 'interactive',
  steps: {
    start: start('details'),
    details: screen('Create your account', [name, email, password], 'Continue', 'sign-up'),
    'sign-up': {
      ...action,
      name: 'Sign up',
      action: 'sign-up-password',
      settings: { loginId: '{{form.email}}', passwordField: 'password', name: '{{form.name}}' },
      next: { success: 'company' },
    },
    company: screen(
      'Your company',
      [{ type: 'text-input', name: 'company', label: 'Company', required: true }],
      'Create it',
      'tenant',
    ),
    tenant: {
      ...action,
      name: 'Create the tenant',
      action: 'create-tenant',
      settings: { name: '{{form.company}}', addUser: true },
      next: { success: 'done' },
    },
    done: end('Onboarded', { tenantId: '{{tenant.id}}', company: '{{tenant.name}}' }),
  },
}
