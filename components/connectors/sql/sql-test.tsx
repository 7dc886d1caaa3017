'use client'

import { Plus, X } from 'lucide-react'
import { z } from 'zod'
import { Field } from '@/components/form/field'
import { Button, IconButton } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Textarea } from '@/components/ui/textarea'
import { listJsonPlaceholders, templateError } from '@/lib/language/template'
import { queryError, readParameter } from '@/lib/steps/connector/types/sql'
import type { TestFieldsProps } from '../connector-form'
import { type TestCall, type TestErrors, typedValues } from '../test-inputs'
import type { SqlValues } from './sql-values'

export const sqlTestSchema = z.object({ query: z.string(), parameters: z.array(z.string()), ...typedValues })

/** What was typed into the test panel. */
export type SqlTestInputs = z.output<typeof sqlTestSchema>

export const initialSqlTest: SqlTestInputs = { query: 'SELECT 1 AS connected', parameters: [], values: {} }

/** The call that the inputs describe, with what is wrong with it: by `query` and `parameters.<index>`. */
export function toSqlCall({ query, parameters }: SqlTestInputs): { call: TestCall; errors: TestErrors } {
  const errors: TestErrors = {}
  const problem = query.trim() === '' ? 'Write a query.' : queryError(query)
  if (problem) errors.query = problem
  parameters.forEach((text, index) => {
    const error = templateError(text)
    if (error) errors[`parameters.${index}`] = error
  })
  return { call: { action: 'executeQuery', sql: { query, parameters: parameters.map(readParameter) } }, errors }
}

export function listSqlPaths({ parameters }: SqlTestInputs): string[] {
  return [...new Set(listJsonPlaceholders(parameters.map(readParameter)).map(({ source }) => source))]
}

/** The statement of a test with its parameters. */
export function SqlTestFields({ inputs, errors, onChange }: TestFieldsProps<SqlValues, SqlTestInputs>) {
  const { query, parameters } = inputs
  return (
    <>
      <Field
        label="Query"
        error={errors.query}
        description="One statement. Values stand in it as $1, $2 (PostgreSQL) or ? (MySQL), and come as parameters."
      >
        {(attributes) => (
          <Textarea
            {...attributes}
            rows={4}
            spellCheck={false}
            className="font-mono text-xs"
            value={query}
            onChange={(event) => onChange({ query: event.target.value })}
          />
        )}
      </Field>
      <fieldset className="grid gap-2">
        <legend className="mb-1.5 font-medium text-sm">Parameters</legend>
        {parameters.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parameters have no identity but their place
          <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2">
            <Field label={`Parameter ${index + 1}`} hideLabel error={errors[`parameters.${index}`]}>
              {(attributes) => (
                <Input
                  {...attributes}
                  autoComplete="off"
                  spellCheck={false}
                  placeholder="{{form.email}}"
                  className="font-mono text-xs"
                  value={text}
                  onChange={(event) =>
                    onChange({ parameters: parameters.map((each, at) => (at === index ? event.target.value : each)) })
                  }
                />
              )}
            </Field>
            <IconButton
              label={`Remove parameter ${index + 1}`}
              onClick={() => onChange({ parameters: parameters.filter((_, at) => at !== index) })}
            >
              <X aria-hidden />
            </IconButton>
          </div>
        ))}
        <div>
          <Button size="sm" onClick={() => onChange({ parameters: [...parameters, ''] })}>
            <Plus aria-hidden /> Add parameter
          </Button>
        </div>
      </fieldset>
    </>
  )
}
