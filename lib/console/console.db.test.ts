import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { acceptInvitation, createInvitation, findInvitation, joinProject, revokeInvitation } from './invitations'
import { createManagementKey, findManagementKey, revokeManagementKey } from './keys'
import { changeRole, completeReset, createResetLink, removeMember } from './members'
import type { Operator } from './operator'
import { createOperator, resetPassword } from './operators'
import { requirePermission } from './permissions'
import { createProject, getProjectSettings, updateProject } from './projects'
import type { Role } from './roles'
import { completeSetup, ensureSetupLink, readSetupState } from './setup'

const password = 'correct horse battery'
let count = 0

async function person(projectId?: string, role: Role = 'editor'): Promise<Operator> {
  count += 1
  const membership = projectId ? { membership: { projectId, role } } : {}
  return await createOperator({ email: `p${count}@example.com`, password, ...membership })
}

function tokenOf(path: string | null): string {
  return path?.split(/[/=]/).at(-1) ?? ''
}

beforeEach(async () => {
  await db().operatorLink.deleteMany()
  await db().project.deleteMany()
  await db().operator.deleteMany()
})
afterAll(closeDatabase)

describe('setup', () => {
  it('lets one owner in, once, as admin of what is there', async () => {
    const { id } = await createProject('Sample')
    const older = tokenOf(await ensureSetupLink())
    const token = tokenOf(await ensureSetupLink())
    expect(await readSetupState(older)).toBe('badLink')
    expect(await readSetupState(token)).toBe('ready')

    const owner = { name: 'Ana', email: 'ana@example.com', password }
    await expect(completeSetup({ ...owner, token: older })).rejects.toMatchObject({ code: 'notFound' })
    const both = await Promise.allSettled([
      completeSetup({ ...owner, token }),
      completeSetup({ ...owner, email: 'eve@example.com', token }),
    ])
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await db().operator.count()).toBe(1)
    expect(await db().projectMember.findMany()).toMatchObject([{ projectId: id, role: 'admin' }])
    expect(await ensureSetupLink()).toBeNull()
    expect(await readSetupState(token)).toBe('done')
  })

  it('does not use the link up when the form is refused', async () => {
    const token = tokenOf(await ensureSetupLink())
    await expect(completeSetup({ name: 'A', email: 'a@example.com', password: 'short', token })).rejects.toMatchObject({
      code: 'invalid',
    })
    expect(await readSetupState(token)).toBe('ready')
  })
})

describe('invitations', () => {
  it('let one person in with the role given', async () => {
    const { id } = await createProject('Sample')
    const admin = await person(id, 'admin')
    const token = tokenOf((await createInvitation(id, 'viewer', admin)).path)
    expect(await findInvitation(token)).toMatchObject({ projectName: 'Sample', role: 'viewer' })
    const first = await acceptInvitation({ name: 'Bo', email: 'bo@example.com', password, token })
    expect(first).toEqual({ projectId: id })
    await expect(acceptInvitation({ name: 'Cy', email: 'cy@example.com', password, token })).rejects.toMatchObject({
      code: 'notFound',
    })
    expect(await db().operatorLink.findMany({ where: { tokenHash: token } })).toEqual([])
  })

  it('take in a person who has an account, and end by time and by hand', async () => {
    const { id } = await createProject('Sample')
    const admin = await person(id, 'admin')
    const guest = await person()
    const invite = async () => tokenOf((await createInvitation(id, 'editor', admin)).path)
    await joinProject(await invite(), guest)
    expect(await requirePermission(guest, id, 'flows.write')).toEqual({ role: 'editor' })

    const kept = await invite()
    await expect(joinProject(kept, guest)).rejects.toMatchObject({ code: 'conflict' })
    expect(await findInvitation(kept)).not.toBeNull()

    await db().operatorLink.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(await findInvitation(kept)).toBeNull()
    const revoked = await createInvitation(id, 'editor', admin)
    await revokeInvitation(id, revoked.id)
    expect(await findInvitation(tokenOf(revoked.path))).toBeNull()
  })
})

describe('members', () => {
  it('keep an admin', async () => {
    const { id } = await createProject('Sample')
    const one = await person(id, 'admin')
    const two = await person(id, 'admin')
    const results = await Promise.allSettled([removeMember(id, one.id), changeRole(id, two.id, 'viewer')])
    expect(results.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await db().projectMember.count({ where: { projectId: id, role: 'admin' } })).toBe(1)
  })

  it('take the open links that they made with them when they go or are no admin any more', async () => {
    const { id } = await createProject('Sample')
    const elsewhere = await createProject('Other')
    const [stays, lowered, removed] = [await person(id, 'admin'), await person(id, 'admin'), await person(id, 'admin')]
    const member = await person(id, 'viewer')
    for (const by of [stays, lowered, removed]) {
      await createInvitation(id, 'admin', by)
      await createResetLink(id, member.id, by)
      await createInvitation(elsewhere.id, 'viewer', by)
    }
    const makers = async (projectId: string) =>
      (await db().operatorLink.findMany({ where: { projectId } })).map(({ createdById }) => createdById).sort()
    await changeRole(id, lowered.id, 'admin')
    expect(await makers(id)).toHaveLength(6)
    await changeRole(id, lowered.id, 'editor')
    await removeMember(id, removed.id)
    expect(await makers(id)).toEqual([stays.id, stays.id])
    expect(await makers(elsewhere.id)).toHaveLength(3)
  })

  it('get a reset link only from someone with as many rights', async () => {
    const a = await createProject('A')
    const b = await createProject('B')
    const admin = await person(a.id, 'admin')
    const member = await person(a.id, 'viewer')
    const token = tokenOf((await createResetLink(a.id, member.id, admin)).path)
    expect(await completeReset(token, 'another long password')).toEqual({ email: member.email })
    await expect(completeReset(token, 'another long password')).rejects.toMatchObject({ code: 'notFound' })

    await db().projectMember.create({ data: { projectId: b.id, operatorId: member.id, role: 'admin' } })
    await expect(createResetLink(a.id, member.id, admin)).rejects.toMatchObject({ code: 'forbidden' })
    const owner = await createOperator({
      email: 'o@example.com',
      password,
      isOwner: true,
      membership: { projectId: a.id, role: 'admin' },
    })
    await expect(createResetLink(a.id, owner.id, admin)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(createResetLink(a.id, member.id, owner)).resolves.toBeDefined()
  })
})

describe('requirePermission', () => {
  it("answers another project's id like one that does not exist", async () => {
    const mine = await createProject('Mine')
    const other = await createProject('Other')
    const viewer = await person(mine.id, 'viewer')
    const answer = (projectId: string) =>
      requirePermission(viewer, projectId, 'project.read').catch((error: unknown) => error)
    expect(await answer(other.id)).toEqual(await answer('P2none'))
    await expect(requirePermission(viewer, mine.id, 'flows.write')).rejects.toMatchObject({ code: 'forbidden' })
    const owner = { ...viewer, isOwner: true }
    expect(await requirePermission(owner, other.id, 'settings.manage')).toEqual({ role: 'admin' })
    await expect(requirePermission(owner, 'P2none', 'project.read')).rejects.toMatchObject({ code: 'notFound' })
  })
})

describe('management keys', () => {
  it('are stored as a hash and found by it until revoked', async () => {
    const { id } = await createProject('Sample')
    const key = await createManagementKey(id, 'CI', null)
    const stored = JSON.stringify(await db().managementKey.findMany())
    expect(stored).not.toContain(key.secret)
    expect(key.secret).not.toMatch(/[:.]/)
    expect(await findManagementKey(key.secret)).toEqual({ projectId: id, id: key.id, name: 'CI' })
    expect(await findManagementKey('wrong')).toBeNull()
    await expect(createManagementKey(id, 'CI', null)).rejects.toMatchObject({ code: 'conflict' })
    await revokeManagementKey(id, key.id)
    expect(await findManagementKey(key.secret)).toBeNull()
  })
})

describe('projects', () => {
  it('keep their settings', async () => {
    const { id } = await createProject('Sample')
    expect(await getProjectSettings(id)).toMatchObject({
      stepLimit: 1000,
      retentionDays: 30,
      retentionExecutions: 10_000,
    })
    await updateProject(id, 'Renamed', { stepLimit: 5 })
    expect(await getProjectSettings(id)).toMatchObject({ stepLimit: 5, retentionDays: 30, retentionExecutions: 10_000 })
  })
})

describe('operators', () => {
  it('refuse a second account of one address, whatever its letters', async () => {
    await createOperator({ email: 'Ana@Example.com', password })
    await expect(createOperator({ email: 'ana@example.COM', password })).rejects.toMatchObject({ code: 'conflict' })
    await expect(createOperator({ email: 'no', password })).rejects.toMatchObject({ code: 'invalid' })
    await resetPassword({ email: 'ANA@example.com', password: 'a brand new password' })
    await expect(resetPassword({ email: 'nobody@example.com', password })).rejects.toMatchObject({ code: 'notFound' })
  })
})
