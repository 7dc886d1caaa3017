import { z } from 'zod'
import { isSecretPath } from '@/lib/connectors/secret-path'
import type { ConnectorCall } from '@/lib/connectors/types'
import { findLongNumber, type Json, jsonSchema } from '@/lib/language/json'

/** What the inputs of every type of connector have: per placeholder what was typed. */
export const typedValues = { values: z.record(z.string(), z.string()) }

/** What was typed into a test panel; each type has more. */
export interface TestInputs {
  values: Record<string, string>
}

/** What is wrong, by the type's own names of its fields. */
export type TestErrors = Record<string, string>

/** A call as the test panel sends it. */
export type TestCall = ConnectorCall extends infer Call
  ? Call extends ConnectorCall
    ? Omit<Call, 'timeoutSeconds'>
    : never
  : never

/** The values to send: JSON where a text is JSON, text otherwise; an empty one stays missing. */
export function toTestValues(typed: Readonly<Record<string, string>>, paths: readonly string[]): Record<string, Json> {
  return Object.fromEntries(
    paths.flatMap((path): [string, Json][] => {
      const text = typed[path] ?? ''
      return text === '' ? [] : [[path, readValue(text)]]
    }),
  )
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

export function recallTest<Inputs extends TestInputs>(
  projectId: string,
  connectorId: string,
  schema: z.ZodType<Inputs>,
): Inputs | null {
  try {
    const text = localStorage.getItem(storageKey(projectId, connectorId))
    return text === null ? null : (schema.safeParse(JSON.parse(text)).data ?? null)
  } catch {
    return null
  }
}

function storageKey(projectId: string, connectorId: string): string {
  return `patchbay.test/${projectId}/${connectorId}`
}

function readValue(text: string): Json {
  // A long number is text: an id with every digit as it was typed.
  return (findLongNumber(text) === null ? parseJson(text) : undefined) ?? text
}

/** The JSON of a text; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return jsonSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
