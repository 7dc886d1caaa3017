/** Form fields as they are typed: in order, names possibly empty or there twice for a while. */
export type FormRow = readonly [name: string, value: string]

export function toRows(value: Readonly<Record<string, string>>): FormRow[] {
  return Object.entries(value)
}

/** The fields that can be sent. Rows without a name and later rows of the same name wait in the form. */
export function fromRows(rows: readonly FormRow[]): Record<string, string> {
  const value: Record<string, string> = {}
  for (const [name, text] of rows) if (name !== '' && !Object.hasOwn(value, name)) value[name] = text
  return value
}

/** What is wrong with a row's name, or null. */
export function rowError(rows: readonly FormRow[], index: number): string | null {
  const [name, value] = rows[index] ?? ['', '']
  if (name === '') return value === '' ? null : 'Give the field a name: without one it is not sent.'
  return rows.findIndex((row) => row[0] === name) < index ? `"${name}" is there twice; only the first is sent.` : null
}
