import { createActionStep } from '../../steps/action/types/registry'
import { action, email, end, password, screen, start } from './parts'
import type { FlowTemplate } from './types'

export const connectAnAccount: FlowTemplate = {
  id: 'connect-an-account',
  name: 'Connect an account',
  description:
    'Signs in, and lets the person connect an account at a provider. Choose the connection of the button before you publish.',
  kind: 'interactive',
  steps: {
    start: start('login'),
    login: screen('Sign in', [email, password], 'Sign in', 'sign-in'),
    'sign-in': {
      ...action,
      name: 'Sign in',
      action: 'sign-in-password',
      settings: { loginId: '{{form.email}}', passwordField: 'password' },
      next: { success: 'offer' },
    },
    offer: {
      kind: 'screen',
      name: 'Offer to connect',
      components: [
        { type: 'heading', text: 'Connect your account' },
        { type: 'text', text: 'Then we can do this for you there. You can take it back at any time.' },
        { type: 'error' },
        { type: 'outbound-app-button', id: 'connect', text: 'Connect', app: '', variant: 'primary' },
        { type: 'button', id: 'later', text: 'Not now', variant: 'secondary' },
      ],
      next: { connect: 'connect', later: 'done' },
    },
    connect: { ...createActionStep('outbound-app-connect'), name: 'Connect', next: { success: 'done' } },
    done: end('Signed in', { userId: '{{user.userId}}' }),
  },
}
