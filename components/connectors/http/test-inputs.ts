import { z } from 'zod'
import { findLongNumber, longNumberText } from '@/lib/language/json'
import type { HttpCall } from '@/lib/language/outcome'
import { templateError } from '@/lib/language/template'
import { endpointError, httpVerbs } from '@/lib/steps/connector/types/http'
import { parseJson, type TestErrors, typedValues } from '../test-inputs'

export const payloadTypes = ['none', 'json', 'form', 'text'] as const
export type PayloadType = (typeof payloadTypes)[number]

export const httpTestSchema = z.object({
  action: z.enum(httpVerbs),
  endpoint: z.string(),
  payloadType: z.enum(payloadTypes),
  json: z.string(),
  form: z.array(z.object({ key: z.string(), value: z.string() })),
  text: z.string(),
  ...typedValues,
})

/** What was typed into the test panel. */
export type HttpTestInputs = z.output<typeof httpTestSchema>

export const initialHttpTest: HttpTestInputs = {
  action: 'GET',
  endpoint: '/',
  payloadType: 'none',
  json: '{\n  \n}',
  form: [{ key: '', value: '' }],
  text: '',
  values: {},
}

type Call = Omit<HttpCall, 'timeoutSeconds'>

/**
 * The call that the inputs describe, with what is wrong with it: by `endpoint`, `json`, `text`, `form.<index>`. An
 * unreadable payload counts as none.
 */
export function toHttpCall(inputs: HttpTestInputs): { call: Call; errors: TestErrors } {
  const errors: TestErrors = {}
  const endpoint = endpointError(inputs.endpoint) ?? templateError(inputs.endpoint)
  if (endpoint) errors.endpoint = endpoint
  return { call: { action: inputs.action, endpoint: inputs.endpoint, payload: toPayload(inputs, errors) }, errors }
}

function toPayload(inputs: HttpTestInputs, errors: TestErrors): Call['payload'] {
  switch (inputs.payloadType) {
    case 'none':
      return null
    case 'json': {
      const value = parseJson(inputs.json)
      if (value === undefined) {
        errors.json =
          'This is not valid JSON. Check quotes and commas; a dynamic value stands in quotes: "{{form.email}}".'
        return null
      }
      const long = findLongNumber(inputs.json)
      if (long !== null) {
        errors.json = longNumberText(long)
        return null
      }
      return { type: 'json', value }
    }
    case 'form': {
      const rows = inputs.form.filter((row) => row.key !== '' || row.value !== '')
      inputs.form.forEach((row, index) => {
        if (row.key === '' && row.value !== '') errors[`form.${index}`] = 'Give the field a name.'
        else if (rows.find((other) => other.key === row.key) !== row && row.key !== '')
          errors[`form.${index}`] = 'This field is already set above.'
        else errors[`form.${index}`] = templateError(row.value) ?? ''
        if (errors[`form.${index}`] === '') delete errors[`form.${index}`]
      })
      return { type: 'form', value: Object.fromEntries(rows.map(({ key, value }) => [key, value])) }
    }
    case 'text': {
      const error = templateError(inputs.text)
      if (error) errors.text = error
      return { type: 'text', value: inputs.text }
    }
  }
}
