import { z } from 'zod'

/** What a column of a file may become. Custom attributes are `customAttributes.<name>`. */
export const importFields = {
  loginIds: 'Login ids',
  email: 'E-mail',
  verifiedEmail: 'E-mail verified',
  phone: 'Phone',
  verifiedPhone: 'Phone verified',
  name: 'Name',
  givenName: 'Given name',
  middleName: 'Middle name',
  familyName: 'Family name',
  picture: 'Picture',
  status: 'Status',
  roleNames: 'Roles',
  tenants: 'Tenants',
} as const
export type ImportField = keyof typeof importFields

export const ATTRIBUTE_PREFIX = 'customAttributes.'

/** Rows that one request carries. */
export const IMPORT_BATCH = 500

/** One line of a file: by field, as text. */
export const importRowSchema = z.object({
  line: z.int().min(1),
  values: z.record(z.string().max(100), z.string().max(5_000, 'A cell holds more than 5,000 characters.')),
})
export type ImportRow = z.output<typeof importRowSchema>

export const importSchema = z.object({
  /** Only says what would happen. */
  dryRun: z.boolean(),
  rows: z.array(importRowSchema).min(1).max(IMPORT_BATCH),
})

export interface ImportProblem {
  line: number
  message: string
}

export interface ImportResult {
  created: number
  updated: number
  /** Lines that say nothing new of their user. */
  unchanged: number
  problems: ImportProblem[]
}
