import { beforeAll, describe, expect, it } from 'vitest'
import { createProject } from '@/lib/console/projects'
import { CsvReader } from '@/lib/csv-reader'
import { db } from '@/lib/db'
import { listAttributes } from '../../attributes/queries'
import { createAttributes } from '../../attributes/service'
import { createTenant } from '../../tenants/service'
import { toCsvHeader, toCsvUser } from '../export/csv'
import { readUsers } from '../export/queries'
import { findUserByLoginId } from '../queries'
import { toUserResponse } from '../response'
import { createUser } from '../service'
import { importUsers } from './service'

let projectId: string

beforeAll(async () => {
  projectId = (await createProject('Imported')).id
  await prepare(projectId)
  await createUser(projectId, { loginIds: ['known@example.com', 'known'], name: 'Known', roleNames: ['R'] })
  await createUser(projectId, { loginIds: ['other'] })
  await createUser(projectId, { loginIds: ['third'] })
})

async function prepare(id: string) {
  await createTenant(id, { id: 'acme', name: 'Acme' })
  await createTenant(id, { id: 'globex', name: 'Globex' })
  await createAttributes(id, 'user', [
    { name: 'plan', displayName: '', type: 'singleSelect', options: ['free', 'pro'] },
    { name: 'tags', displayName: '', type: 'multiSelect', options: ['a', 'b', 'c'] },
    { name: 'seats', displayName: '', type: 'number', options: [] },
  ])
}

const line = (at: number, values: Record<string, string>) => ({ line: at, values })

const rows = [
  line(2, {
    loginIds: 'Ada@example.com; ada',
    name: 'Ada',
    email: 'Ada@example.com',
    verifiedEmail: 'yes',
    tenants: 'acme:Owner,Guest;globex',
    roleNames: 'Admin;Staff',
    status: 'Disabled',
    'customAttributes.plan': 'pro',
    'customAttributes.tags': 'b;a',
    'customAttributes.seats': '3',
  }),
  line(3, { email: 'bob@example.com', name: 'Bob' }),
  line(4, { loginIds: 'KNOWN', name: 'Known now', roleNames: '' }),
  line(5, { name: 'Nobody' }),
  line(6, {
    loginIds: 'x',
    email: 'nonsense',
    'customAttributes.plan': 'gold',
    verifiedEmail: 'perhaps',
    status: 'off',
  }),
  line(7, { loginIds: 'y', tenants: 'nowhere' }),
  line(8, { loginIds: 'ADA', name: 'Twin' }),
  line(9, { loginIds: 'third;other' }),
  line(10, { loginIds: 'z', roleNames: 'Sta\u0000ff' }),
]

describe('an import', () => {
  it('says what it would do and writes nothing', async () => {
    const before = await db().user.count({ where: { projectId } })
    const result = await importUsers(projectId, rows, { dryRun: true })
    expect(result).toMatchObject({ created: 2, updated: 1, unchanged: 0 })
    expect(result.problems).toEqual([
      { line: 5, message: 'Give a login id, an e-mail address or a phone number.' },
      {
        line: 6,
        message: expect.stringMatching(
          /E-mail verified: Write true or false\. plan: Give one of: free, pro\. E-mail: Enter.*Status: Use one of: enabled, disabled, invited, expired\./,
        ),
      },
      { line: 7, message: expect.stringContaining('no tenant “nowhere”') },
      { line: 8, message: expect.stringContaining('Line 2 has the same login id') },
      { line: 9, message: expect.stringContaining('two users') },
      { line: 10, message: expect.stringContaining('NUL') },
    ])
    expect(await db().user.count({ where: { projectId } })).toBe(before)
  })

  it('writes the lines that are right, and the same again changes nothing', async () => {
    const { written, ...counts } = await importUsers(projectId, rows, { dryRun: false })
    expect(counts).toMatchObject({ created: 2, updated: 1 })
    expect(written.map(({ before, after }) => [before?.name ?? null, after.name]).sort()).toEqual([
      [null, 'Ada'],
      [null, 'Bob'],
      ['Known', 'Known now'],
    ])
    const ada = await findUserByLoginId(projectId, 'ada')
    expect(ada && toUserResponse(ada)).toMatchObject({
      loginIds: ['Ada@example.com', 'ada'],
      email: 'ada@example.com',
      verifiedEmail: true,
      status: 'disabled',
      roleNames: ['Admin', 'Staff'],
      userTenants: [
        { tenantId: 'acme', roleNames: ['Owner', 'Guest'] },
        { tenantId: 'globex', roleNames: [] },
      ],
      customAttributes: { plan: 'pro', tags: ['a', 'b'], seats: 3 },
    })
    // An empty cell says nothing.
    expect(await findUserByLoginId(projectId, 'known@example.com')).toMatchObject({
      name: 'Known now',
      roleNames: ['R'],
    })
    expect(await importUsers(projectId, rows, { dryRun: false })).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 3,
    })
  })

  it('reads back what an export wrote, in another project', async () => {
    const elsewhere = (await createProject('Elsewhere')).id
    await prepare(elsewhere)
    const attributes = await listAttributes(projectId, 'user')
    const exported = async (id: string) => {
      let text = toCsvHeader(attributes)
      for await (const users of readUsers(id, {})) text += users.map((user) => toCsvUser(user, attributes)).join('')
      return text
    }
    await createUser(projectId, { loginIds: ['=1+1', 'c'], name: 'Quote " and, comma\u00e9', phone: '+1555000111' })
    const text = await exported(projectId)
    expect(text).toContain("'+1555000111")
    const reader = new CsvReader()
    const [header, ...lines] = [...reader.push(text), ...reader.end()]
    const read = lines.map(({ line: at, values }) =>
      line(
        at,
        Object.fromEntries(
          values.flatMap((value, index) => {
            const field = header?.values[index] ?? ''
            return field === 'userId' || field === 'createdTime' ? [] : [[field, value]]
          }),
        ),
      ),
    )
    expect(await importUsers(elsewhere, read.reverse(), { dryRun: false })).toMatchObject({ created: 6, problems: [] })
    const facts = (file: string) =>
      file
        .split('\r\n')
        .slice(1)
        .map((each) => each.replace(/^[^,]*,/, '').replace(/\d{4}-\d\d-\d\dT[^,]*/, ''))
        .sort()
    expect(facts(await exported(elsewhere))).toEqual(facts(text))
  })
})
