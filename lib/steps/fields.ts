import { z } from 'zod'
import { templateError } from '../language/template'

/** A step's id: it is part of step ids on the wire, which clients split at `_`. */
export const stepIdSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, 'Use up to 40 letters, digits and dashes, beginning with a letter.')

/** The fields that every step has. */
export const stepFields = {
  name: z.string().max(100, 'Use at most 100 characters.'),
  /** Port to the id of the step that it leads to. */
  next: z.record(z.string(), z.string()),
}

export const publishableName = z.string().trim().min(1, 'Give the step a name.').max(100, 'Use at most 100 characters.')

/** Text that may hold dynamic values. */
export const templateText = (maxLength = 5_000) =>
  z
    .string()
    .max(maxLength, `Use at most ${maxLength.toLocaleString('en')} characters.`)
    .superRefine((text, context) => {
      const error = templateError(text)
      if (error) context.addIssue({ code: 'custom', message: error })
    })

/** The name of something that a path reaches: a context key, a form field, an output. */
export const keyName = z
  .string()
  .min(1, 'Give it a name.')
  .max(60, 'Use at most 60 characters.')
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'Use letters, digits and _, not beginning with a digit.')
  .refine((name) => name !== '__proto__', 'This name is taken by JavaScript. Choose another one.')
