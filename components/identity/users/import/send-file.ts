import { fetchJson, projectPath } from '@/components/api/fetch-json'
import { CsvReader, type CsvRow } from '@/lib/csv-reader'
import { toLoginKey } from '@/lib/identity/login-id'
import { IMPORT_BATCH, type ImportProblem, type ImportResult, type ImportRow } from '@/lib/identity/users/import/schema'
import { findLineProblem } from './line-problem'

export interface FileProgress extends ImportResult {
  /** Lines that have been dealt with, the wrong ones too. */
  lines: number
  /** Lines that are not imported; their problems are kept up to `PROBLEMS_KEPT`. */
  leftOut: number
  /** Bytes of the file that have been read. */
  bytes: number
}

export interface SendFile {
  projectId: string
  file: File
  /** By column: its field; null is left out. */
  columns: readonly (string | null)[]
  dryRun: boolean
  signal: AbortSignal
  onProgress: (progress: FileProgress) => void
}

const TIMEOUT_SECONDS = 120
/** Problems that are kept to be shown; the others are counted. */
const PROBLEMS_KEPT = 1_000
const BATCH_BYTES = 400_000

/** The first lines of a file: its titles and some rows, to tell its columns. */
export async function readStart(file: File): Promise<CsvRow[]> {
  const reader = new CsvReader()
  const rows = reader.push(await file.slice(0, 200_000).text())
  if (file.size <= 200_000) rows.push(...reader.end())
  return rows.slice(0, 6)
}

/**
 * Reads a CSV file piece by piece and sends its lines in batches, one after the other: however long it is, neither side
 * ever holds it whole.
 */
export async function sendFile({
  projectId,
  file,
  columns,
  dryRun,
  signal,
  onProgress,
}: SendFile): Promise<FileProgress> {
  const progress: FileProgress = { created: 0, updated: 0, unchanged: 0, problems: [], lines: 0, leftOut: 0, bytes: 0 }
  /** The line of each login id, across batches. */
  const seen = new Map<string, number>()
  let batch: ImportRow[] = []
  let size = 0

  const tell = (problems: readonly ImportProblem[], lines = problems.length) => {
    progress.leftOut += lines
    const room = PROBLEMS_KEPT - progress.problems.length
    progress.problems = [...progress.problems, ...problems.slice(0, Math.max(room, 0))]
  }
  const flush = async () => {
    if (batch.length > 0) {
      const body = { dryRun, rows: batch }
      const path = projectPath(projectId, 'users', 'import')
      const result = await fetchJson<ImportResult>(path, { body, signal, timeoutSeconds: TIMEOUT_SECONDS })
      progress.created += result.created
      progress.updated += result.updated
      progress.unchanged += result.unchanged
      progress.lines += batch.length
      tell(result.problems)
    }
    batch = []
    size = 0
    onProgress({ ...progress })
  }
  const leaveOut = ({ line, lastLine, broken }: CsvRow, message: string) => {
    // A quotation mark that is missing has swallowed lines; one that is there holds the line breaks of a single one.
    const lines = broken ? lastLine - line + 1 : 1
    progress.lines += lines
    tell([{ line, message }], lines)
  }
  const add = async (row: CsvRow) => {
    const problem = findLineProblem(row, columns.length)
    if (problem) return leaveOut(row, problem)
    const values = toValues(row, columns)
    const twin = findTwin(values, row.line, seen)
    if (twin !== null) return leaveOut(row, `Line ${twin} has the same login id. Keep one of the two.`)
    batch.push({ line: row.line, values })
    size += row.values.reduce((sum, value) => sum + value.length, 0)
    if (batch.length === IMPORT_BATCH || size > BATCH_BYTES) await flush()
  }

  const reader = new CsvReader()
  const decoder = new TextDecoder()
  let titled = false
  const takeAll = async (rows: CsvRow[]) => {
    for (const row of rows) {
      if (titled) await add(row)
      titled = true
    }
  }
  const pieces = file.stream().getReader()
  for (;;) {
    const { done, value } = await pieces.read()
    signal.throwIfAborted()
    if (done) break
    progress.bytes += value.byteLength
    await takeAll(reader.push(decoder.decode(value, { stream: true })))
  }
  await takeAll(reader.end())
  await flush()
  return progress
}

function toValues({ values }: CsvRow, columns: readonly (string | null)[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((field, at): [string, string][] => {
      const value = values[at] ?? ''
      return field && value.trim() !== '' ? [[field, value]] : []
    }),
  )
}

/** The earlier line with one of this line's login ids; null when there is none. */
function findTwin(values: Record<string, string>, line: number, seen: Map<string, number>): number | null {
  const ids = (values.loginIds?.split(';') ?? [values.email ?? values.phone ?? '']).map(toLoginKey).filter(Boolean)
  const twin = ids.map((id) => seen.get(id)).find((each) => each !== undefined)
  if (twin !== undefined) return twin
  for (const id of ids) seen.set(id, line)
  return null
}
