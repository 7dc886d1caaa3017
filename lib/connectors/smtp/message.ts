import { type Json, toText } from '@/lib/language/json'
import type { SmtpCall } from '@/lib/language/outcome'
import { parseTemplate, resolveLeaf, resolveText, type Scope, type Template } from '@/lib/language/template'
import { isAddress, splitAddresses } from '@/lib/steps/connector/types/smtp'
import { ConnectorError } from '../errors'

/** A mail that is ready to be sent. */
export interface Mail {
  to: string[]
  cc: string[]
  subject: string
  text: string | undefined
  html: string | undefined
}

const MAX_RECIPIENTS = 100
const MAX_CHARACTERS = 2_000_000

/**
 * A mail with its values. An address stays one address, the subject one line, and a value in HTML is text: none of them
 * can add a recipient, a header or markup.
 * @throws ConnectorError
 */
export function buildMail(call: SmtpCall['smtp'], scope: Scope, onMissing: (source: string) => void): Mail {
  const addresses = (text = '') =>
    splitAddresses(text).flatMap((item) => toAddresses(resolveLeaf(template(item), scope, onMissing)))
  const mail: Mail = {
    to: addresses(call.to),
    cc: addresses(call.cc),
    subject: resolveText(template(call.subject), scope, onMissing),
    text: call.text === undefined ? undefined : resolveText(template(call.text), scope, onMissing),
    html: call.html === undefined ? undefined : resolveText(template(call.html), scope, onMissing, escapeHtml),
  }
  if (mail.to.length === 0) throw new ConnectorError('smtpNobody')
  if (mail.to.length + mail.cc.length > MAX_RECIPIENTS) throw new ConnectorError('smtpTooMany', String(MAX_RECIPIENTS))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(mail.subject)) throw new ConnectorError('smtpSubject')
  const size = mail.subject.length + (mail.text?.length ?? 0) + (mail.html?.length ?? 0)
  if (size > MAX_CHARACTERS) throw new ConnectorError('smtpTooLarge')
  return mail
}

function template(text: string): Template {
  const parsed = parseTemplate(text)
  if (parsed.error !== undefined) throw new ConnectorError('payloadInvalid', parsed.error)
  return parsed.template
}

function toAddresses(value: Json): string[] {
  if (value === null || value === '') return []
  return (Array.isArray(value) ? value : [value]).map((item) => {
    const text = toText(item).trim()
    if (!isAddress(text)) throw new ConnectorError('smtpAddress', text.slice(0, 80))
    return text
  })
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => entities[char] ?? char)
}
