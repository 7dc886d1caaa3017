import type { AppTemplate } from './template'

/** Services that give out keys: a user or a tenant enters theirs, and there is nothing else to set up. */
export const serviceTemplates: readonly AppTemplate[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    category: 'AI and services',
    description: 'The API key of a user or a tenant.',
    color: '#10a37f',
    type: 'apiKey',
    registerUrl: 'https://platform.openai.com/api-keys',
  },
  {
    id: 'anthropic',
    name: 'Anthropic',
    category: 'AI and services',
    description: 'The API key of a user or a tenant.',
    color: '#d97757',
    type: 'apiKey',
    registerUrl: 'https://console.anthropic.com/settings/keys',
  },
  {
    id: 'sendgrid',
    name: 'SendGrid',
    category: 'AI and services',
    description: 'The API key of a tenant’s mail account.',
    color: '#1a82e2',
    type: 'apiKey',
    registerUrl: 'https://app.sendgrid.com/settings/api_keys',
  },
  {
    id: 'datadog',
    name: 'Datadog',
    category: 'AI and services',
    description: 'The API key of a tenant’s organisation.',
    color: '#632ca6',
    type: 'apiKey',
    registerUrl: 'https://app.datadoghq.com/organization-settings/api-keys',
  },
]
