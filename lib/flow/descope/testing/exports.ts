// Exports in the shapes that Descope writes, cut down to what the tests are about.

const node = (resolvedName: string, props: object, parent = 'ROOT') => ({
  custom: {},
  displayName: resolvedName,
  hidden: false,
  isCanvas: resolvedName === 'Container',
  linkedNodes: {},
  nodes: [] as string[],
  parent,
  props,
  type: { resolvedName },
})

const signInScreen = {
  ROOT: { ...node('Container', { id: 'ROOT' }), nodes: ['title', 'box', 'go', 'google', 'message'] },
  title: node('Text', { children: 'Welcome back\n', variant: 'h2' }),
  box: { ...node('Container', {}), nodes: ['login', 'secret'] },
  login: node('CustomIdentifierInput', { label: 'Login', name: 'externalId', required: true, type: 'text' }, 'box'),
  secret: node('Password', { label: 'Password', name: 'password', required: true, type: 'password' }, 'box'),
  go: node('Button', { children: 'Sign in', variant: 'contained', formNoValidate: false }),
  google: node('OAuthButton', { label: 'Google' }),
  message: node('ErrorMessage', {}),
}

const tasks = {
  start: { id: 'start', name: 'start', next: { rules: [{ interactionId: '', taskId: '1' }] }, view: { x: 0, y: 0 } },
  '1': {
    id: '1',
    name: 'Welcome',
    type: 'screen',
    screenId: 'SC1',
    next: { rules: [{ interactionId: 'go', taskId: '2' }] },
    view: { x: 240, y: 12 },
  },
  '2': {
    id: '2',
    name: 'Sign In / Password',
    type: 'automated',
    action: 'password-sign-in-v2',
    errorHandlingV2: { PasswordExpired: { errorHandlingType: 'custom' } },
    next: {
      rules: [
        { interactionId: 'success', taskId: '3' },
        { interactionId: 'PasswordExpired', taskId: '1' },
      ],
    },
    view: { x: 480, y: 0 },
  },
  '3': {
    id: '3',
    name: 'Which plan?',
    type: 'condition',
    conditions: [
      {
        interactionId: 'abc1',
        name: 'Pro',
        logicalOr: true,
        atomicConditions: [
          {
            operator: 'equal',
            predicate: { type: 'inline', value: 'pro' },
            target: { type: 'context', value: 'user.customAttributes.plan' },
          },
          {
            operator: 'is-true',
            predicate: { type: 'inline', value: '' },
            target: { type: 'context', value: 'riskInfo.botDetected' },
          },
        ],
      },
      { interactionId: 'ELSE', name: 'Else', atomicConditions: [] },
    ],
    next: {
      rules: [
        { interactionId: 'abc1', taskId: '4' },
        { interactionId: 'ELSE', taskId: '9' },
      ],
    },
    view: { x: 720, y: 0 },
  },
  '4': {
    id: '4',
    name: 'Passkey',
    type: 'automated',
    action: 'webauthn-sign-in-start',
    next: { rules: [{ interactionId: 'success', taskId: '4.end' }] },
    view: { x: 960, y: 0 },
  },
  '4.end': {
    id: '4.end',
    name: 'Passkey',
    type: 'automated',
    action: 'webauthn-sign-in-finish',
    next: { rules: [{ interactionId: 'success', taskId: '5' }] },
  },
  '5': {
    id: '5',
    name: 'Ask the CRM',
    type: 'automated',
    action: 'connector',
    connectorId: 'CI1',
    connectorTemplate: 'http',
    arguments: {
      method: { type: 'inline', value: 'POST' },
      endpoint: { type: 'inline', value: '/customers/{{user.email}}' },
      body: { type: 'inline', value: '{"email":"{{user.email}}"}' },
      mystery: { type: 'inline', value: 'hush' },
    },
    errorHandlingV2: { HttpError: { errorHandlingType: 'custom' } },
    next: {
      rules: [
        { interactionId: 'success', taskId: '9' },
        { interactionId: 'HttpError', taskId: '1' },
      ],
    },
  },
  '9': { id: '9', name: 'End', type: 'automated', action: 'logged-in', next: {}, view: { x: 1200, y: 0 } },
}

const flow = {
  flowId: 'sign-in',
  metadata: { name: 'Sign in', description: 'With a password', componentsVersion: '2.0.513' },
  contents: { startTask: '1', tasks },
  screens: [{ screenId: 'SC1', interactions: [{ id: 'go', label: 'Sign in' }], contents: signInScreen }],
  references: { connectors: { 'Acme CRM': 'CI1' } },
}

/** As the API and Terraform have it. */
export const apiExport = flow

/** As the console writes it: all of it below `flow`. */
export const consoleExport = { flow }

/** As the SDKs' export answers it. */
export const sdkExport = {
  flow: { id: 'sign-in', name: 'Sign in', description: 'With a password', disabled: false, dsl: flow.contents },
  screens: [
    { id: 'SC1', flowId: 'sign-in', htmlTemplate: signInScreen, interactions: [{ id: 'go', label: 'Sign in' }] },
  ],
  references: flow.references,
}
