import { toAuthority } from '@/lib/authority'
import { smtpStepType } from '@/lib/steps/connector/types/smtp'
import type { ConnectorTypeDefinition } from '../definition'
import { type SmtpConfig, type SmtpInput, smtpConfigSchema, smtpInputSchema, smtpPort } from './schema'

export const smtpDefinition: ConnectorTypeDefinition<SmtpConfig, SmtpInput> = {
  label: 'SMTP',
  description: 'Sends mail by a mail server of yours.',
  actions: smtpStepType.actions,
  targetLabel: 'Mail server',
  inputSchema: smtpInputSchema,
  configSchema: smtpConfigSchema,
  target: (config) => `smtp://${toAuthority(config.host, smtpPort(config))}`,
  searchedKeys: ['host'],
  authentication: ({ username }) => (username === '' ? 'None' : 'User name and password'),
  insecure: ({ insecure, tls }) => insecure && tls !== 'none',
  answerForm: () => 'body',
  secretFields: () => ({}),
  // Many servers of a network of one's own take mail without a sign-in.
  optionalSecretFields: () => ['password'],
  // Without checked TLS whoever stands on the way could ask for the password: weakening it counts as another place.
  destination: (config) => `${config.host.toLowerCase()} ${smtpPort(config)} ${config.tls} ${config.insecure}`,
  split: ({ type: _, name, description, password, ...config }) => ({
    name,
    description,
    config,
    secrets: { password },
  }),
}
