import { z } from 'zod'

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
