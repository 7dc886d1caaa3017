import connectorFile from '@/examples/connectors.json'
import { db } from '@/lib/db'
import { type ImportedConnectors, importConnectors } from '../transfer/service'
import type { MissingConnectors } from '../types'

/** The connectors of `examples/`, at the address where a sandbox answers. */
export function sampleConnectorsAt(sandboxUrl: string) {
  const connectors = connectorFile.connectors.map((connector) =>
    connector.baseUrl === undefined
      ? // The sandbox's database listens on the port after its own.
        { ...connector, port: Number(new URL(sandboxUrl).port) + 1 }
      : { ...connector, baseUrl: sandboxUrl + new URL(connector.baseUrl).pathname },
  )
  return { ...connectorFile, connectors }
}

/** Which of these connectors the project does not have. */
export async function listMissingConnectors(projectId: string, names: readonly string[]): Promise<MissingConnectors> {
  const there = await db().connector.findMany({
    where: { projectId, name: { in: [...names] } },
    select: { name: true },
  })
  const known = new Set(there.map(({ name }) => name))
  const missing = names.filter((name) => !known.has(name))
  const samples = new Set(listSamples().map(({ name }) => name))
  return { names: missing, ofSandbox: missing.filter((name) => samples.has(name)) }
}

/** Makes the sandbox's connectors of these names; one that is there already stays as it is. */
export async function makeSampleConnectors(
  projectId: string,
  names: readonly string[],
  operatorId: string,
): Promise<ImportedConnectors> {
  const { ofSandbox } = await listMissingConnectors(projectId, names)
  const connectors = listSamples().filter(({ name }) => ofSandbox.includes(name))
  if (connectors.length === 0) return { created: [], updated: [] }
  return await importConnectors({ projectId, operatorId, document: { ...connectorFile, connectors } })
}

/** None while no sandbox runs beside this server, which says so in the environment. */
function listSamples() {
  const url = process.env.SANDBOX_URL
  return url ? sampleConnectorsAt(url).connectors : []
}
