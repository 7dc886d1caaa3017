import { action, end, screen, start } from './parts'
import type { FlowTemplate } from './types'

export const approval: FlowTemplate = {
  id: 'approval',
  name: 'Approve by amount',
  description:
    'Approves small amounts by itself and asks a person about the others; each decision is in the audit log.',
  kind: 'interactive',
  steps: {
    start: start('request'),
    request: screen(
      'What is it?',
      [
        { type: 'text-input', name: 'purpose', label: 'Purpose', required: true },
        { type: 'number', name: 'amount', label: 'Amount in euros', required: true, min: 0 },
      ],
      'Ask for it',
      'small',
    ),
    small: {
      kind: 'condition',
      name: 'Small amount?',
      branches: [
        {
          id: 'small',
          name: 'Up to 100',
          when: { all: [{ key: 'form.amount', operator: 'less-than-or-equal', value: 100 }] },
        },
      ],
      next: { small: 'log', else: 'decide' },
    },
    decide: {
      kind: 'screen',
      name: 'Decide',
      components: [
        { type: 'heading', text: 'Approve {{form.amount}} euros?' },
        { type: 'text', text: '{{form.purpose}}' },
        { type: 'button', id: 'approve', text: 'Approve', variant: 'primary' },
        { type: 'button', id: 'refuse', text: 'Refuse', variant: 'secondary' },
      ],
      next: { approve: 'log', refuse: 'refused' },
    },
    log: {
      ...action,
      name: 'Write it down',
      action: 'generate-audit-event',
      settings: {
        action: 'expense.approve',
        severity: 'info',
        data: [
          { key: 'purpose', type: 'string', value: '{{form.purpose}}' },
          { key: 'amount', type: 'number', value: '{{form.amount}}' },
        ],
      },
      next: { success: 'approved' },
    },
    approved: end('Approved', { amount: '{{form.amount}}' }),
    refused: end('Refused', { amount: '{{form.amount}}' }, 'failure'),
  },
}

export const updateUser: FlowTemplate = {
  id: 'update-a-user',
  name: 'Update a user',
  description: 'Runs by API: finds a user, changes their name and leaves a line in the audit log.',
  kind: 'management',
  steps: {
    start: start('load'),
    load: {
      ...action,
      name: 'Find the user',
      action: 'load-user',
      settings: { loginId: '{{client.loginId}}' },
      errorHandling: { actionExecution: { mode: 'custom' } },
      next: { success: 'change', actionExecution: 'unknown' },
    },
    change: {
      ...action,
      name: 'Change the name',
      action: 'update-user-properties',
      settings: { properties: [{ key: 'name', value: '{{client.name}}' }] },
      next: { success: 'log' },
    },
    log: {
      ...action,
      name: 'Write it down',
      action: 'generate-audit-event',
      settings: {
        action: 'user.rename',
        severity: 'info',
        data: [{ key: 'name', type: 'string', value: '{{user.name}}' }],
      },
      next: { success: 'done' },
    },
    unknown: end('Unknown user', { message: '{{lastError.message}}' }, 'failure'),
    done: end('Changed', { userId: '{{user.userId}}', name: '{{user.name}}' }),
  },
}
