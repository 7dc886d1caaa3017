import { action, call, email, end, handled, password, screen, start, unhandled, when } from './parts'
import type { FlowTemplate } from './types'

const CRM = 'Acme CRM'

export const profileLookUp: FlowTemplate = {
  id: 'profile-look-up',
  name: 'Look a profile up',
  description: 'Finds a profile in a database, asks an API about it, and goes on by what the API answers.',
  kind: 'interactive',
  steps: {
    start: start('ask'),
    ask: screen('Whose profile?', [email], 'Look up', 'profile'),
    profile: {
      ...call,
      name: 'Find the profile',
      connector: 'Acme Database',
      action: 'executeQuery',
      sql: {
        query: 'SELECT id, name, plan FROM customers WHERE email = $1',
        parameters: ['{{form.email}}'],
      },
      contextKey: 'profile',
      errorHandling: { connectorExecution: { mode: 'automatic', text: 'The database cannot be reached. Try again.' } },
      next: { success: 'orders' },
    },
    orders: {
      ...call,
      name: 'Get the orders',
      connector: 'Acme Billing',
      action: 'GET',
      endpoint: '/orders?customer={{connectors.profile.rows[0].id}}',
      contextKey: 'orders',
      errorHandling: unhandled,
      next: { success: 'any' },
    },
    any: when('Any orders?', 'None', 'connectors.orders.count', 0, 'none', 'done'),
    none: screen(
      'No orders',
      [{ type: 'text', text: '{{form.email}} has ordered nothing yet.' }],
      'Try another',
      'ask',
    ),
    done: end('Found', { name: '{{connectors.profile.rows[0].name}}', orders: '{{connectors.orders.count}}' }),
  },
}

export const enrichFromCrm: FlowTemplate = {
  id: 'enrich-from-crm',
  name: 'Enrich the user from a CRM',
  description: 'Signs up or in with a password, reads the customer from a CRM and puts the plan into the JWT.',
  kind: 'interactive',
  steps: {
    start: start('login'),
    login: screen('Sign in or sign up', [email, password], 'Continue', 'sign-in'),
    'sign-in': {
      ...action,
      name: 'Sign up or in',
      action: 'sign-up-or-in-password',
      settings: { loginId: '{{form.email}}', passwordField: 'password' },
      next: { success: 'crm' },
    },
    crm: {
      ...call,
      name: 'Ask the CRM',
      connector: CRM,
      action: 'GET',
      endpoint: '/customers?email={{form.email}}',
      contextKey: 'crm',
      errorHandling: handled,
      next: { success: 'known', httpError: 'missing' },
    },
    missing: when('Not a customer?', '404', 'connectors.crm.statusCode', 404, 'new', 'unavailable'),
    known: {
      ...action,
      name: 'Claims of a customer',
      action: 'custom-claims',
      settings: {
        mode: 'rows',
        claims: [
          { key: 'plan', type: 'string', value: '{{connectors.crm.plan}}' },
          { key: 'customerId', type: 'string', value: '{{connectors.crm.id}}' },
        ],
      },
      next: { success: 'done' },
    },
    new: {
      ...action,
      name: 'Claims of who is new',
      action: 'custom-claims',
      settings: { mode: 'rows', claims: [{ key: 'plan', type: 'string', value: 'none' }] },
      next: { success: 'done' },
    },
    unavailable: end('CRM unavailable', { status: '{{connectors.crm.statusCode}}' }, 'failure'),
    done: end('Signed in', { plan: '{{jwtClaims.plan}}' }),
  },
}

export const tryAgain: FlowTemplate = {
  id: 'try-again-when-busy',
  name: 'Try again when busy',
  description: 'Calls an API; when it answers 429 or 503 it calls once more, and ends as failed when that fails too.',
  kind: 'management',
  steps: {
    start: start('first'),
    first: {
      ...call,
      name: 'Call',
      connector: CRM,
      action: 'GET',
      endpoint: '/flaky?fails=1&name={{execution.id}}',
      contextKey: 'first',
      errorHandling: handled,
      next: { success: 'done', httpError: 'busy' },
    },
    busy: when('Busy?', '429 or 503', 'connectors.first.statusCode', '429,503', 'second', 'failed'),
    second: {
      ...call,
      name: 'Call again',
      connector: CRM,
      action: 'GET',
      endpoint: '/flaky?fails=1&name={{execution.id}}',
      contextKey: 'second',
      errorHandling: handled,
      next: { success: 'late', httpError: 'failed' },
    },
    done: end('Answered', { attempts: '1' }),
    late: end('Answered at last', { attempts: '2' }),
    failed: end('Failed', { message: '{{lastError.message}}' }, 'failure'),
  },
}

export const notifyLater: FlowTemplate = {
  id: 'notify-without-waiting',
  name: 'Notify without waiting',
  description: 'Tells another system in the background and goes on at once; the call is tried again until it arrives.',
  kind: 'management',
  steps: {
    start: start('notify'),
    notify: {
      ...call,
      name: 'Notify',
      connector: CRM,
      action: 'POST',
      endpoint: '/echo',
      payload: { type: 'json', value: { event: 'customer.changed', customer: '{{client.customerId}}' } },
      async: true,
      contextKey: 'notice',
      errorHandling: unhandled,
      next: { success: 'done' },
    },
    done: end('Told', { customerId: '{{client.customerId}}' }),
  },
}
