import type { ComponentType } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import type { z } from 'zod'
import type { ConnectorDefinition, ConnectorInputDraft } from '@/lib/connectors/schemas'
import type { TestCall, TestErrors, TestInputs } from './test-inputs'

/** The form and the test panel of one type of connector. */
export interface ConnectorForm<Values extends FieldValues, Inputs extends TestInputs> {
  /** Checks what was typed; its messages land at the fields. */
  schema: z.ZodType<Values, Values>
  /** What the form shows of a stored connector of this type; of a new one without. */
  toValues(definition: ConnectorDefinition | null): Values
  /** What is sent: the file form, a stored secret left out. */
  toInput(values: Values): ConnectorInputDraft
  /** Whether a save would change what flows read or where they call. */
  movesFlows(before: ConnectorDefinition, values: Values): boolean
  /** The form's field of a path of the file form, where it has another name. */
  fieldNames?: Readonly<Record<string, string>>
  Fields: ComponentType<ConnectorFieldsProps>
  test: ConnectorTestForm<Values, Inputs>
}

export interface ConnectorFieldsProps {
  /** The paths of the secrets that the server has. */
  stored: readonly string[]
  /** The settings that they were entered for; null in a new connector. */
  before: ConnectorDefinition | null
}

/** What a test of one type asks for beside the values of placeholders. */
export interface ConnectorTestForm<Values extends FieldValues, Inputs extends TestInputs> {
  /** What the panel says it does. */
  description: string
  initial: Inputs
  /** What this browser remembers of the last test. */
  schema: z.ZodType<Inputs>
  toCall(inputs: Inputs): { call: TestCall; errors: TestErrors }
  /** A hook: the paths that the call reads, of the inputs and of the form as it is typed. */
  usePaths(form: UseFormReturn<Values>, inputs: Inputs): string[]
  Fields: ComponentType<TestFieldsProps<Values, Inputs>>
}

export interface TestFieldsProps<Values extends FieldValues, Inputs extends TestInputs> {
  inputs: Inputs
  errors: TestErrors
  form: UseFormReturn<Values>
  onChange: (part: Partial<Inputs>) => void
}
