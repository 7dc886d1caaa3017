import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { connectorNotFound, findStoredConnector, getConnector } from '../queries'
import { isConnectorType, readConfig } from '../schemas'
import { resealSecrets } from '../secrets'
import { refuseTakenName } from '../service'
import type { ConnectorView } from '../types'

/**
 * Copies a connector with its secrets under a name of its own. API plane only: a sealed secret opens in its own row
 * alone, so a copy must open and seal it again.
 * @throws DomainError notFound
 */
export async function duplicateConnector(
  projectId: string,
  connectorId: string,
  operatorId: string,
): Promise<ConnectorView> {
  const stored = await findStoredConnector(projectId, connectorId)
  const row = await db().connector.findUnique({ where: { projectId_id: { projectId, id: connectorId } } })
  if (!stored || !row || !isConnectorType(stored.type)) throw connectorNotFound()
  const id = newId()
  const secrets = await resealSecrets(projectId, stored, id)
  const name = await freeName(projectId, row.name)
  const config = readConfig(stored.type, stored.config)
  await refuseTakenName(() =>
    db().$transaction([
      db().connector.create({
        data: { projectId, id, type: row.type, name, description: row.description, config, updatedById: operatorId },
      }),
      db().connectorSecret.createMany({ data: secrets.map((secret) => ({ ...secret, projectId, connectorId: id })) }),
    ]),
  )
  return getConnector(projectId, id)
}

/** `<name> copy`, `<name> copy 2`, … : the first that is free. */
async function freeName(projectId: string, name: string): Promise<string> {
  const base = `${name.slice(0, 90)} copy`
  const rows = await db().connector.findMany({
    where: { projectId, name: { startsWith: base } },
    select: { name: true },
  })
  const taken = new Set(rows.map((row) => row.name))
  let candidate = base
  for (let at = 2; taken.has(candidate); at++) candidate = `${base} ${at}`
  return candidate
}
