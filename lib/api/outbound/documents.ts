import { createRoute, z } from '@hono/zod-openapi'
import { answers, body } from '../schemas'
import { connectSchema } from './begin'

const DESCRIPTION =
  'Answers a link of Patchbay that works once, for ten minutes: open it in the user\u2019s browser. The scopes default to the application\u2019s, the redirect URL to its default redirect URL.'

export const urlSchema = z.object({ url: z.string() }).openapi('OutboundConnectUrl')

export const connectPost = createRoute({
  method: 'post',
  path: '/oauth/connect',
  summary: 'Let the signed-in user connect an account',
  description: DESCRIPTION,
  security: [{ refreshToken: [] }],
  request: body(connectSchema),
  responses: answers(urlSchema, 'Where to send the browser.'),
})

export const managementConnect = createRoute({
  method: 'post',
  path: '/outbound/app/connect',
  summary: 'Let a user connect an account',
  description: `${DESCRIPTION} The bearer is the user\u2019s session or refresh JWT; a management key names no user.`,
  security: [{ refreshToken: [] }],
  request: body(connectSchema),
  responses: answers(urlSchema, 'Where to send the browser.'),
})

export const callbackPost = createRoute({
  method: 'post',
  path: '/oauth/callback',
  summary: 'Bring a provider\u2019s answer',
  description:
    'For an application that the provider redirects to: brings code and state in the name of the user who began. Browsers that are redirected here come with GET.',
  security: [{ refreshToken: [] }],
  request: body(z.object({ code: z.string(), state: z.string(), iss: z.string().optional() })),
  responses: answers(z.object({ appId: z.string(), redirectUrl: z.string().optional() }), 'The account is connected.'),
})
