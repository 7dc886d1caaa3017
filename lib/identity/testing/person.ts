import { createProject } from '@/lib/console/projects'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { ensureVault } from '@/lib/vault/keys'

/** A project with one user, Ada, who is an owner of it, an admin of the tenant `acme`, and in the disabled tenant `shut`. */
export async function makePerson(): Promise<{ projectId: string; userId: string }> {
  await ensureVault()
  const { id: projectId } = await createProject('Identity')
  const userId = `U2${newId(24)}`
  await db().tenant.createMany({
    data: [
      { projectId, id: 'acme', name: 'Acme' },
      { projectId, id: 'shut', name: 'Shut', disabled: true },
    ],
  })
  await db().user.create({
    data: {
      projectId,
      id: userId,
      email: 'ada@example.com',
      name: 'Ada',
      roleNames: ['owner'],
      loginIds: { create: { key: 'ada@example.com', loginId: 'ada@example.com' } },
      tenants: { create: [{ tenantId: 'acme', roleNames: ['admin'] }, { tenantId: 'shut' }] },
    },
  })
  return { projectId, userId }
}
