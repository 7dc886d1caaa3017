import type { CsvRow } from '@/lib/csv-reader'

/**
 * What is wrong with a line of a file before its values are looked at; null when it has a cell for each title. Told in
 * full, because a line that is out of step would put values into the wrong fields.
 */
export function findLineProblem({ line, lastLine, values, broken }: CsvRow, titles: number): string | null {
  const lines = lastLine === line ? 'This line is left out.' : `Lines ${line} to ${lastLine} are left out.`
  if (broken === 'neverClosed') {
    return `A quotation mark opens here and is never closed: the rest of the file is in it. ${lines} Close it, or write "" for a quotation mark within a quoted cell.`
  }
  if (broken === 'textAfterQuote') {
    return `A quotation mark is missing or too many. ${lines} A quoted cell ends with a quotation mark right before the separator; write "" for one within it.`
  }
  if (values.length === titles) return null
  const cells = `${values.length} ${values.length === 1 ? 'cell' : 'cells'}`
  const rule = `Give it ${titles}, as many as there are titles: an empty cell where there is nothing to say`
  return values.length > titles
    ? `It has ${cells}. ${rule}, and quotation marks around a cell that holds the separator.`
    : `It has ${cells}. ${rule}.`
}
