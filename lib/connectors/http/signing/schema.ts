import type { z } from 'zod'
import { secret, token } from '../fields'
import { listCarriedHeaders } from './carried-headers'
import { HMAC_HEADER } from './hmac-header'
import { findSignatureTemplate, parseSignatureTemplate, TIMESTAMP_HEADER } from './signature-template'

/** The write-only settings of signing. */
export const signingSecrets = {
  /** Of the header x-descope-webhook-s256. Without it nothing is signed. */
  hmacSecret: secret(token('HMAC secret')),
}

/** Those that a connector works without, by path. */
export const optionalSigningSecrets: readonly string[] = ['hmacSecret']

interface SigningInput {
  headers: readonly { key: string; value: string }[]
}

/** Refuses what could not be signed or would be set twice, each at its field. */
export function checkSigning(
  input: SigningInput,
  authenticationHeader: string | undefined,
  context: z.RefinementCtx,
): void {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
  input.headers.forEach(({ key }, at) => {
    if (OWN_HEADER.test(key))
      refuse(['headers', at, 'key'], 'Patchbay sets this header itself when it signs. Remove it.')
  })
  const template = findSignatureTemplate(input.headers)
  if (!template) return
  const { elements, error } = parseSignatureTemplate(template.text)
  if (!elements) {
    refuse(['headers', template.index, 'value'], error)
    return
  }
  const carried = listCarriedHeaders({ ...input, authenticationHeader }).add(TIMESTAMP_HEADER)
  const absent = elements.find((element) => element.type === 'header' && !carried.has(element.name))
  if (absent?.type !== 'header') return
  const message = `No request carries the header ${absent.name}. Add a row for it above, or take it out of the template.`
  refuse(['headers', template.index, 'value'], message)
}

const OWN_HEADER = new RegExp(`^(${HMAC_HEADER}|${TIMESTAMP_HEADER})$`, 'i')
