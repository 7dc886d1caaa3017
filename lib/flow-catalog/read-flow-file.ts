import { isDescopeExport, readDescope } from '../flow/descope/read-descope'
import type { ImportReport } from '../flow/descope/types'
import { type FileError, fromFile, listConnectorNames } from '../flow/file'
import type { FlowDocument } from '../flow/schema'
import { DomainError } from '../result'
import { connectorOf, withConnector } from '../steps/connector-reference'
import { flowMessages } from './messages'
import { listConnectorsByName } from './queries'

/** What a file came to, and what of it did not. */
export interface ReadFlowFile {
  document: FlowDocument
  /** Of an export of another product; null for a file of Patchbay, of which nothing is left out. */
  report: ImportReport | null
}

/** What stands in the place of the file's own. */
export type FileNames = Partial<Pick<FlowDocument, 'id' | 'name' | 'description'>>

/**
 * Reads the JSON of a flow file, or of an export of Descope, into a document of this project.
 * @throws DomainError `invalid` with the file's places as fields
 */
export async function readFlowFile(projectId: string, file: unknown, names: FileNames = {}): Promise<ReadFlowFile> {
  const foreign = isDescopeExport(file) ? readDescope(file) : null
  if (foreign && !foreign.ok) refuse(foreign.errors)
  const given = { ...Object(foreign ? foreign.file : file), ...names }
  const connectors = await listConnectorsByName(projectId, listConnectorNames(given))
  if (!foreign) return { document: read(given, connectors), report: null }
  const { steps, missing } = withoutUnknown(foreign.file.steps, new Set(connectors.map(({ name }) => name)))
  return { document: read({ ...given, steps }, connectors), report: noteMissing(foreign.report, missing) }
}

/** A template's flow; its steps have no connector where the project has none of its name. */
export async function readTemplate(
  projectId: string,
  file: FlowDocument,
): Promise<{ document: FlowDocument; missing: string[] }> {
  const connectors = await listConnectorsByName(projectId, listConnectorNames(file))
  const { steps, missing } = withoutUnknown(file.steps, new Set(connectors.map(({ name }) => name)))
  return { document: read({ ...file, steps }, connectors), missing: [...new Set(missing.values())] }
}

function read(file: unknown, connectors: Parameters<typeof fromFile>[1]): FlowDocument {
  const result = fromFile(file, connectors)
  return result.ok ? result.document : refuse(result.errors)
}

function refuse(errors: readonly FileError[]): never {
  const fields = errors.slice(0, 50).map(({ path, message }) => [path === '' ? 'file' : path, message])
  throw new DomainError('invalid', flowMessages.noFile, Object.fromEntries(fields))
}

/** Another product's connectors need not be here: then the step has none until one is chosen. */
function withoutUnknown(given: FlowDocument['steps'], known: ReadonlySet<string>) {
  const missing = new Map<string, string>()
  const steps = Object.fromEntries(
    Object.entries(given).map(([id, step]) => {
      const name = connectorOf(step)
      if (step.kind === 'connector' && !known.has(name)) missing.set(id, name)
      return [id, withConnector(step, (connector) => (known.has(connector) ? connector : ''))]
    }),
  )
  return { steps, missing }
}

function noteMissing({ entries, notes }: ImportReport, missing: ReadonlyMap<string, string>): ImportReport {
  return {
    notes,
    entries: entries.map((entry) => {
      const name = missing.get(entry.stepId)
      if (name === undefined) return entry
      const note =
        name === ''
          ? 'The export does not name its connector. Choose one.'
          : `The project has no connector named “${name}”. Make it, then choose it in this step.`
      return { ...entry, mapping: 'partly', notes: [...entry.notes, note] }
    }),
  }
}
