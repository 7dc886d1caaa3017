import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDatabase } from '@/lib/db'
import { newExecution } from '@/lib/engine/state'
import { makePerson } from '@/lib/identity/testing/person'
import type { JsonObject } from '@/lib/language/json'
import { connectionOwnerOf, type OwnerRun } from './connection-owner'

let projectId: string
let userId: string
beforeAll(async () => {
  ;({ projectId, userId } = await makePerson())
})
afterAll(closeDatabase)

function ownerIn(run: Omit<OwnerRun, 'projectId'>, context: JsonObject, signedInId: string | null = null) {
  const state = newExecution({ id: 'e1', stepLimit: 100, context })
  const signedIn = signedInId === null ? null : { userId: signedInId, tenantId: null, methods: [], firstSeen: false }
  return connectionOwnerOf({ projectId, ...run }, { ...state, signedIn })
}

const people: Omit<OwnerRun, 'projectId'> = { trigger: 'api', kind: 'interactive' }
const both = (tenantId: string) => ({ user: { userId }, tenant: { tenantId } })

it('is whom a management flow or an operator has loaded', async () => {
  expect(await ownerIn({ trigger: 'api', kind: 'management' }, both('other'))).toEqual({ userId, tenantId: 'other' })
  expect(await ownerIn({ trigger: 'console', kind: 'interactive' }, both('other'))).toEqual({
    userId,
    tenantId: 'other',
  })
})

it('is nobody for end users who have not signed in, whatever was loaded', async () => {
  expect(await ownerIn(people, both('acme'))).toEqual({})
  expect(await ownerIn(people, { tenant: { tenantId: 'acme' } })).toEqual({})
  expect(await ownerIn(people, both('acme'), 'U2another')).toEqual({})
})

it('is who has signed in, and a tenant only of theirs', async () => {
  expect(await ownerIn(people, both('acme'), userId)).toEqual({ userId, tenantId: 'acme' })
  expect(await ownerIn(people, both('victim'), userId)).toEqual({ userId })
})
