import type { Provider } from '../apps/load'
import { OutboundError } from '../errors'
import { isSameIssuer } from '../oauth/discover'
import { readMetadata } from '../oauth/endpoints'
import { ProviderError } from '../oauth/provider-error'
import { textOf } from '../oauth/token-answer'

/**
 * Compares `iss` (RFC 9207), so that one provider cannot pass on the code of another.
 *
 * Where neither metadata nor a registration has told the issuer, it can only be guessed from what was entered: the issuer
 * must lie above one of the addresses, as `https://host/realm` lies above `https://host/realm/authorize`; and an ID token
 * must name the very same (`readIdToken`). What remains: of two providers below one path of one host without metadata,
 * neither is told from the other.
 * @throws OutboundError issuerMismatch; ProviderError when the metadata that would tell cannot be read
 */
export async function requireIssuer(provider: Provider, iss: string): Promise<void> {
  const metadata =
    provider.config.discoveryUrl === '' ? null : await readMetadata(provider).catch(knownInstead(provider))
  const issuer = metadata?.issuer ?? provider.learned.issuer
  if (iss === '') {
    // Section 2.4: who says that it always sends it would have.
    if (metadata?.sendsIssuer ?? provider.learned.sendsIssuer)
      throw new OutboundError('issuerMismatch', 'it names none')
    return
  }
  if (issuer !== undefined ? isIssuer(iss, issuer) : liesAbove(iss, provider)) return
  throw new OutboundError('issuerMismatch', textOf(iss) ?? '')
}

function isIssuer(iss: string, issuer: string): boolean {
  // Simple comparison of texts (section 2.4); of one document for many tenants, by its pattern.
  return iss === issuer || (issuer.includes('{tenantid}') && isSameIssuer(issuer, iss))
}

function liesAbove(iss: string, { config }: Provider): boolean {
  // Section 2: an issuer has neither query nor fragment; and only one form of it can be compared.
  if (!URL.canParse(iss) || /[?#]/.test(iss)) return false
  const { href, origin, pathname } = new URL(iss)
  if (href !== iss && href !== `${iss}/`) return false
  const path = pathname.replace(/\/+$/, '')
  return [config.authorizationUrl, config.tokenUrl].some((text) => {
    if (!URL.canParse(text)) return false
    const url = new URL(text)
    return url.origin === origin && url.pathname.startsWith(`${path}/`)
  })
}

function knownInstead({ learned }: Provider) {
  return (error: unknown): null => {
    if (error instanceof ProviderError && learned.issuer !== undefined) return null
    throw error
  }
}
