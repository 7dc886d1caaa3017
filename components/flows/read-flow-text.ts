/** The server takes a little more in one call. */
export const MOST_FILE_BYTES = 900 * 1024

/** Why a file was not imported, and what there is to do. */
export type ImportFailure =
  | { type: 'message'; message: string }
  | { type: 'places'; places: { path: string; message: string }[] }
  /** `flowId` is there when the id is taken: its draft can be replaced. */
  | { type: 'taken'; message: string; flowId: string | null }

export type ReadFlowText = { file: unknown; failure?: undefined } | { file?: undefined; failure: ImportFailure }

/** Parses the text of a flow file; says where it is not JSON. */
export function readFlowText(text: string): ReadFlowText {
  if (text.trim() === '') return fail('Choose a flow file or paste its text first.')
  if (new Blob([text]).size > MOST_FILE_BYTES)
    return fail('The text is larger than 900 KB. Check that it is a flow file.')
  try {
    return { file: JSON.parse(text) }
  } catch (error) {
    const place = error instanceof Error ? placeOf(error.message, text) : null
    return fail(
      place === null
        ? 'This is not JSON. Check that the whole file was copied.'
        : `This is not JSON: see line ${place.line}, column ${place.column}. Often a comma or a quote is missing just before.`,
    )
  }
}

/** What the server's refusal means. @param id of the flow that the file makes, when it is known */
export function describeImportFailure(
  refusal: { code: string; message: string; fields?: Record<string, string> },
  id: string | null,
): ImportFailure {
  const { code, message, fields = {} } = refusal
  if (code === 'conflict') return { type: 'taken', message, flowId: Object.hasOwn(fields, 'id') ? id : null }
  const places = Object.entries(fields).map(([path, text]) => ({ path, message: text }))
  return places.length > 0 ? { type: 'places', places } : { type: 'message', message }
}

function fail(message: string): ReadFlowText {
  return { failure: { type: 'message', message } }
}

// V8 names the offset, Firefox line and column; when neither is there the place is left out.
function placeOf(message: string, text: string): { line: number; column: number } | null {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? []
  if (line !== undefined && column !== undefined) return { line: Number(line), column: Number(column) }
  const [, offset] = /position (\d+)/.exec(message) ?? []
  if (offset === undefined && !/end of JSON input/.test(message)) return null
  const before = text.slice(0, offset === undefined ? text.length : Number(offset)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
