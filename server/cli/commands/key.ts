import { createManagementKey, revokeManagementKey } from '@/lib/console/keys'
import { listKeys } from '@/lib/console/queries'
import { CommandError } from '../errors'
import { note, print, printFacts, printJson, printTable } from '../output'
import { chooseProject } from '../project'

interface KeyOptions {
  project?: string
  json?: boolean
}

export async function create({ name, project, json }: KeyOptions & { name: string }): Promise<void> {
  const { id: projectId } = await chooseProject(project)
  const key = await createManagementKey(projectId, name, null)
  if (json) return printJson({ projectId, keyId: key.id, name, managementKey: key.secret })
  printFacts([
    ['Project', projectId],
    ['Management key', key.secret],
    ['Send as', `Authorization: Bearer ${projectId}:${key.secret}`],
  ])
  note('Keep the key now: it is not stored and cannot be shown again.')
}

export async function list({ project, json }: KeyOptions): Promise<void> {
  const { id } = await chooseProject(project)
  const keys = await listKeys(id)
  if (json) return printJson({ keys })
  if (keys.length === 0)
    return print('There is no management key. Make one with: npm run patchbay -- key create --name <name>')
  printTable(
    ['Id', 'Name', 'Ends in', 'Created', 'Last used', 'State'],
    keys.map((key) => [
      key.id,
      key.name,
      key.hint,
      day(key.createdAt),
      key.lastUsedAt ? day(key.lastUsedAt) : 'never',
      key.revokedAt ? `revoked ${day(key.revokedAt)}` : 'active',
    ]),
  )
}

export async function revoke(given: string, { project, json }: KeyOptions): Promise<void> {
  const { id: projectId } = await chooseProject(project)
  const keys = await listKeys(projectId)
  const key = keys.find((one) => one.id === given) ?? keys.find((one) => one.name === given)
  if (!key) throw new CommandError(`There is no management key "${given}". See: npm run patchbay -- key list`)
  await revokeManagementKey(projectId, key.id)
  if (json) return printJson({ projectId, keyId: key.id })
  print(`The management key "${key.name}" no longer works.`)
}

function day(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ')
}
