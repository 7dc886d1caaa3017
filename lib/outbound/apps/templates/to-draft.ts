import type { OutboundAppDraft } from '../schema'
import type { AppTemplate } from './template'

export const templateAddresses = [
  'discoveryUrl',
  'authorizationUrl',
  'tokenUrl',
  'refreshUrl',
  'revocationUrl',
] as const

/**
 * A new app as its template has it.
 * @param given what stands between braces in the addresses; one that is empty stays as it is, and no app is saved with it
 */
export function toDraft(template: AppTemplate, given: Readonly<Record<string, string>> = {}): OutboundAppDraft {
  const head = { name: template.name, templateId: template.id }
  if (template.type === 'apiKey') return { type: 'apiKey', ...head }
  const config = { ...template.config }
  for (const field of templateAddresses) {
    const address = config[field]
    if (address !== undefined) config[field] = fill(address, given)
  }
  return { type: 'oauth', ...head, ...config }
}

/** Only what may stand in the name of a host: anything else could lead elsewhere. */
function fill(address: string, given: Readonly<Record<string, string>>): string {
  return address.replace(/\{(\w+)\}/g, (placeholder, key: string) => {
    const value = (given[key] ?? '').trim()
    return /^[A-Za-z0-9-]+$/.test(value) ? value : placeholder
  })
}
