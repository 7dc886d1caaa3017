'use client'

import { z } from 'zod'
import { Field } from '@/components/form/field'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { listPlaceholders, templateError, toTemplate } from '@/lib/language/template'
import { addressesError, subjectError } from '@/lib/steps/connector/types/smtp'
import type { TestFieldsProps } from '../connector-form'
import { type TestCall, type TestErrors, typedValues } from '../test-inputs'
import type { SmtpValues } from './smtp-values'

const text = z.string()
export const smtpTestSchema = z.object({ to: text, cc: text, subject: text, text, html: text, ...typedValues })

/** What was typed into the test panel. */
export type SmtpTestInputs = z.output<typeof smtpTestSchema>

export const initialSmtpTest: SmtpTestInputs = {
  to: '',
  cc: '',
  subject: 'A test from Patchbay',
  text: 'This mail was sent from the test panel of a connector.',
  html: '',
  values: {},
}

/** The call that the inputs describe, with what is wrong with it, by field. */
export function toSmtpCall(inputs: SmtpTestInputs): { call: TestCall; errors: TestErrors } {
  const { to, cc, subject, text, html } = inputs
  const found = {
    to: addressesError(to, true) ?? templateError(to),
    cc: addressesError(cc, false) ?? templateError(cc),
    subject: subjectError(subject) ?? templateError(subject),
    text: text === '' && html === '' ? 'Write the mail: as text, as HTML or as both.' : templateError(text),
    html: templateError(html),
  }
  const errors: TestErrors = {}
  for (const [field, message] of Object.entries(found)) if (message) errors[field] = message
  const smtp = {
    to,
    subject,
    ...(cc === '' ? {} : { cc }),
    ...(text === '' ? {} : { text }),
    ...(html === '' ? {} : { html }),
  }
  return { call: { action: 'sendEmail', smtp }, errors }
}

export function listSmtpPaths({ to, cc, subject, text, html }: SmtpTestInputs): string[] {
  const placeholders = [to, cc, subject, text, html].flatMap((each) => listPlaceholders(toTemplate(each)))
  return [...new Set(placeholders.map(({ source }) => source))]
}

/** The mail of a test. */
export function SmtpTestFields({ inputs, errors, onChange }: TestFieldsProps<SmtpValues, SmtpTestInputs>) {
  const line = (field: 'to' | 'cc' | 'subject', label: string, placeholder = '', optional = false) => (
    <Field label={label} error={errors[field]} optional={optional}>
      {(attributes) => (
        <Input
          {...attributes}
          autoComplete="off"
          placeholder={placeholder}
          value={inputs[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      )}
    </Field>
  )
  const area = (field: 'text' | 'html', label: string) => (
    <Field label={label} error={errors[field]} optional>
      {(attributes) => (
        <Textarea
          {...attributes}
          rows={3}
          className={field === 'html' ? 'font-mono text-xs' : undefined}
          value={inputs[field]}
          onChange={(event) => onChange({ [field]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <>
      {line('to', 'To', 'you@example.com')}
      {line('cc', 'Cc', '', true)}
      {line('subject', 'Subject')}
      {area('text', 'Text')}
      {area('html', 'HTML')}
    </>
  )
}
