import { db } from '@/lib/db'

/** The names of the operators and management keys that made something, by id; who is gone has none. */
export async function findAuthorNames(
  projectId: string,
  given: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(given.filter((id) => id !== null))]
  if (ids.length === 0) return new Map()
  const where = { id: { in: ids } }
  const [operators, keys] = await Promise.all([
    db().operator.findMany({ where, select: { id: true, name: true } }),
    db().managementKey.findMany({ where: { ...where, projectId }, select: { id: true, name: true } }),
  ])
  return new Map([...operators, ...keys].map(({ id, name }) => [id, name]))
}
