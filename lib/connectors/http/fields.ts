import { z } from 'zod'
import { templateError } from '@/lib/language/template'

/** Refuses line breaks and other control characters, which would cut a header in two. */
export const noControls = (message: string) => (text: string, context: z.RefinementCtx) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text)) context.addIssue({ code: 'custom', message })
}

/** A write-only field. Left out: the stored one stays. Null: it is removed. A view of a connector never has one. */
export const secret = (text: z.ZodType<string, string>) => text.nullish()

export const secretText = z.string().max(16_000, 'Use at most 16,000 characters.')

/** A secret of one line; `what` is its name in the messages. */
export const token = (what: string) =>
  secretText
    .trim()
    .min(1, `Enter the ${what}.`)
    .superRefine(noControls(`Remove line breaks from the ${what}.`))

/** The name of a header that an operator gives; `empty` is said when there is none. */
export const headerName = (empty: string) =>
  z
    .string()
    .trim()
    .min(1, empty)
    .max(100, 'Use at most 100 characters.')
    .regex(
      /^[!#$%&'*+.^_`|~0-9A-Za-z-]*$/,
      'Use letters, digits and dashes, for example X-Request-Id; no spaces or colons.',
    )
    .refine((name) => !connectionHeaders.test(name), 'Patchbay sets this header itself. Remove it.')

// They belong to the connection: set by hand they would cut a request in two or reach another host.
const connectionHeaders =
  /^(host|content-length|transfer-encoding|connection|keep-alive|proxy-connection|te|trailer|upgrade|expect)$/i

/** A header's value, in which dynamic values may stand. */
export const headerValue = z
  .string()
  .max(8_000, 'Use at most 8,000 characters.')
  .superRefine(noControls('Remove line breaks and control characters.'))
  .superRefine((text, context) => {
    const error = templateError(text)
    if (error) context.addIssue({ code: 'custom', message: error })
  })
