import type { ApiKeyWait } from '../../language/outcome'
import type { ScreenStep } from '../screen/schema'

/** The field of the key. */
export const API_KEY = 'apiKey'

/** The screen on which an action asks for an API key; to be shown, submitted and checked as any other. */
export function toApiKeyScreen({ app, owner }: Pick<ApiKeyWait, 'app' | 'owner'>): ScreenStep {
  // A name is no template.
  const name = app.name.replaceAll('{{', '\\{{')
  const whose =
    owner === 'tenant'
      ? 'It is kept encrypted, for everyone in your organisation, and used to reach'
      : 'It is kept encrypted, for you alone, and used to reach'
  return {
    kind: 'screen',
    name: `API key for ${app.name}`,
    next: {},
    components: [
      { type: 'heading', text: `Connect ${name}` },
      { type: 'text', text: `Enter an API key of ${name}. ${whose} ${name} on your behalf. It is not shown again.` },
      { type: 'error' },
      { type: 'api-key', name: API_KEY, label: 'API key', required: true },
      { type: 'button', id: 'submit', text: 'Connect', variant: 'primary' },
      { type: 'button', id: 'cancel', text: 'Cancel', variant: 'secondary', skipValidation: true },
    ],
  }
}
