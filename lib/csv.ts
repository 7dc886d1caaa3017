/**
 * A line of a CSV file (RFC 4180), with its end. A text that a spreadsheet would take for a formula begins with an
 * apostrophe.
 */
export function toCsvLine(values: readonly string[]): string {
  return `${values.map(toField).join(',')}\r\n`
}

function toField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
