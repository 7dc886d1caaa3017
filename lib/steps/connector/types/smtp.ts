import { z } from 'zod'
import { isEmail } from '../../../language/operators'
import { parseTemplate } from '../../../language/template'
import type { TemplateUse } from '../../definition'
import { templateText } from '../../fields'
import type { ConnectorStepType } from './type'

/** A step that sends a mail by a SMTP connector. */
export const smtpStepType: ConnectorStepType = {
  actions: [{ id: 'sendEmail', label: 'Send Email', repetition: 'unsafe' }],
  events: ['connectorExecution'],
  results: ['messageId', 'accepted', 'rejected'],
  create: (action) => ({ action, smtp: { to: '', subject: '', text: '' } }),
  publishableSchema: z.looseObject({
    smtp: z.preprocess(
      (smtp) => smtp ?? { to: '', subject: '' },
      z
        .strictObject({
          to: templateText(8_000).superRefine((text, context) => report(addressesError(text, true), context)),
          cc: templateText(8_000)
            .superRefine((text, context) => report(addressesError(text, false), context))
            .optional(),
          subject: templateText(1_000).superRefine((text, context) => report(subjectError(text), context)),
          text: templateText(100_000).optional(),
          html: templateText(200_000).optional(),
        })
        .superRefine(({ text, html }, context) => {
          if (text || html) return
          context.addIssue({ code: 'custom', path: ['text'], message: 'Write the mail: as text, as HTML or as both.' })
        }),
    ),
  }),
  templates: ({ smtp }) =>
    Object.entries(smtp ?? {}).flatMap(([field, text]): TemplateUse[] =>
      text === undefined ? [] : [{ at: ['smtp', field], text }],
    ),
  toCall: ({ action, smtp, timeoutSeconds }) => ({
    action,
    smtp: smtp ?? { to: '', subject: '' },
    timeoutSeconds: timeoutSeconds ?? null,
  }),
  summary: ({ smtp }) => (smtp?.to ? `To ${smtp.to}` : 'No recipient yet'),
}

/** Addresses as they are typed, in order: each is a template of its own, so that no value can add another one. */
export function splitAddresses(text: string): string[] {
  const items: string[] = []
  let from = 0
  for (let at = 0; at <= text.length; at += 1) {
    if (text.startsWith('{{', at)) at = Math.max(text.indexOf('}}', at), at)
    if (at < text.length && text[at] !== ',') continue
    items.push(text.slice(from, at).trim())
    from = at + 1
  }
  return items.filter((item) => item !== '')
}

/** What is wrong with a list of addresses, or null; one with a dynamic value is checked when it is sent. */
export function addressesError(text: string, required: boolean): string | null {
  const items = splitAddresses(text)
  if (items.length === 0) return required ? 'Enter an address, for example {{form.email}}.' : null
  const bad = items.find((item) => {
    const { template } = parseTemplate(item)
    return template?.every((part) => typeof part === 'string') && !isAddress(item)
  })
  return bad === undefined
    ? null
    : `\u201c${bad.slice(0, 80)}\u201d is not an address. Write name@example.com; several are separated by commas.`
}

/** Whether a text is one plain address. Without spaces, quotes and brackets it cannot become two, or a header. */
export function isAddress(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.length <= 254 && isEmail(text) && !/[\u0000-\u0020\u007f-\u00a0"(),:;<>[\\\]]/.test(text)
}

/** What is wrong with the literal text of a subject, or null. */
export function subjectError(text: string): string | null {
  if (text.trim() === '') return 'Give the mail a subject.'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(text) ? 'A subject is one line. Remove line breaks and control characters.' : null
}

function report(message: string | null, context: z.RefinementCtx): void {
  if (message) context.addIssue({ code: 'custom', message })
}
