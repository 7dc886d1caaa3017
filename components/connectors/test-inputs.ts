import { z } from 'zod'
import type { ConnectorCall } from '@/lib/connectors/types'
import { type Json, jsonSchema } from '@/lib/language/json'
import { templateError } from '@/lib/language/template'
import { endpointError, httpVerbs } from '@/lib/steps/connector/definition'

export const payloadTypes = ['none', 'json', 'form', 'text'] as const
export type PayloadType = (typeof payloadTypes)[number]

const testInputsSchema = z.object({
  action: z.enum(httpVerbs),
  endpoint: z.string(),
  payloadType: z.enum(payloadTypes),
  json: z.string(),
  form: z.array(z.object({ key: z.string(), value: z.string() })),
  text: z.string(),
  /** Per placeholder what was typed. */
  values: z.record(z.string(), z.string()),
})

/** What was typed into the test panel. */
export type TestInputs = z.output<typeof testInputsSchema>

export const initialTestInputs: TestInputs = {
  action: 'GET',
  endpoint: '/',
  payloadType: 'none',
  json: '{\n  \n}',
  form: [{ key: '', value: '' }],
  text: '',
  values: {},
}

/** By field: `endpoint`, `json`, `text`, `form.<index>`. */
export type TestErrors = Record<string, string>

type Call = Pick<ConnectorCall, 'action' | 'endpoint' | 'payload'>

/** The call that the inputs describe, with what is wrong with it. An unreadable payload counts as none. */
export function toCall(inputs: TestInputs): { call: Call; errors: TestErrors } {
  const errors: TestErrors = {}
  const endpoint = endpointError(inputs.endpoint) ?? templateError(inputs.endpoint)
  if (endpoint) errors.endpoint = endpoint
  return { call: { action: inputs.action, endpoint: inputs.endpoint, payload: toPayload(inputs, errors) }, errors }
}

/** The values to send: JSON where a text is JSON, text otherwise; an empty one stays missing. */
export function toTestValues(typed: Readonly<Record<string, string>>, paths: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    paths.flatMap((path): [string, Json][] => {
      const text = typed[path] ?? ''
      return text === '' ? [] : [[path, readValue(text)]]
    }),
  )
}

// Inputs of screens that are secret in a flow, and whatever is called like one.
const SECRET = /pass|secret|token|key|code|pin\b|credential|auth/i

/** Whether a value is likely a secret: it is typed hidden and not remembered. */
export function isSecretPath(path: string): boolean {
  return SECRET.test(path.split(/[.[]/).slice(1).join('.'))
}

/** The inputs of the last test of a connector, kept by this browser; never what may be a secret. */
export function rememberTest(projectId: string, connectorId: string, inputs: TestInputs): void {
  const values = Object.fromEntries(Object.entries(inputs.values).filter(([path]) => !isSecretPath(path)))
  try {
    localStorage.setItem(storageKey(projectId, connectorId), JSON.stringify({ ...inputs, values }))
  } catch {
    // Storage may be switched off or full: the next visit begins with empty inputs.
  }
}

export function recallTest(projectId: string, connectorId: string): TestInputs | null {
  try {
    const text = localStorage.getItem(storageKey(projectId, connectorId))
    return text === null ? null : (testInputsSchema.safeParse(JSON.parse(text)).data ?? null)
  } catch {
    return null
  }
}

function storageKey(projectId: string, connectorId: string): string {
  return `patchbay.test/${projectId}/${connectorId}`
}

function toPayload(inputs: TestInputs, errors: TestErrors): Call['payload'] {
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

function readValue(text: string): Json {
  return parseJson(text) ?? text
}

function parseJson(text: string): Json | undefined {
  try {
    return jsonSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
