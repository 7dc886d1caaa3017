import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { DomainError } from '@/lib/result'

vi.mock('./session', () => ({ findSignedInOperator: async () => null }))
vi.mock('./permissions', () => ({ requirePermission: async () => undefined }))
vi.mock('@/lib/audit/service', () => ({ recordAudit: async () => undefined }))
const error = vi.hoisted(() => vi.fn())
vi.mock('@/lib/log', () => ({ log: { error } }))

const { defineAction, defineOperatorAction } = await import('./define-action')

const operator = { id: 'o1', name: 'Ana', email: 'ana@example.com', isOwner: false }
const input = z.object({ projectId: z.string(), name: z.string().min(1, 'Enter a name.') })
const good = { projectId: 'P1', name: 'x' }

function setUp(run: () => unknown = () => 'done', overrides: object = {}) {
  const order: string[] = []
  const steps = {
    authenticate: async () => {
      order.push('authenticate')
      return operator
    },
    authorise: async () => void order.push('authorise'),
    audit: async () => void order.push('audit'),
    ...overrides,
  }
  const action = defineAction(
    {
      input: input.transform((value) => {
        order.push('parse')
        return value
      }),
      permission: 'flows.write',
      run: async () => {
        order.push('run')
        return run()
      },
      audit: () => ({ action: 'flow.update' }),
    },
    steps,
  )
  return { action, order }
}

describe('defineAction', () => {
  it('authenticates, parses, authorises, runs and audits, in that order', async () => {
    const { action, order } = setUp()
    expect(await action(good)).toEqual({ ok: true, data: 'done' })
    expect(order).toEqual(['authenticate', 'parse', 'authorise', 'run', 'audit'])
  })

  it('looks at nothing when nobody is signed in', async () => {
    const { action, order } = setUp(undefined, { authenticate: async () => null })
    expect(await action(good)).toMatchObject({ ok: false, code: 'unauthenticated' })
    expect(order).toEqual([])
  })

  it('refuses text that no table keeps, at its field', async () => {
    const { action, order } = setUp()
    for (const name of ['a\u0000b', '\ud83d'])
      expect(await action({ ...good, name })).toMatchObject({ code: 'invalid', fields: { name: expect.any(String) } })
    expect(order).not.toContain('run')
  })

  it('refuses bad input with its fields before asking for rights', async () => {
    const { action, order } = setUp()
    expect(await action({ projectId: 'P1', name: '' })).toMatchObject({
      ok: false,
      code: 'invalid',
      fields: { name: 'Enter a name.' },
    })
    expect(order).not.toContain('authorise')
  })

  it('does not run without the right', async () => {
    const authorise = async () => {
      throw new DomainError('forbidden', 'No.')
    }
    const { action, order } = setUp(undefined, { authorise })
    expect(await action(good)).toEqual({ ok: false, code: 'forbidden', message: 'No.' })
    expect(order).not.toContain('run')
  })

  it('translates a broken rule and writes nothing to the audit log', async () => {
    const { action, order } = setUp(() => {
      throw new DomainError('conflict', 'Taken.', { name: 'Taken.' })
    })
    expect(await action(good)).toEqual({ ok: false, code: 'conflict', message: 'Taken.', fields: { name: 'Taken.' } })
    expect(order).not.toContain('audit')
  })

  it('answers anything else as unexpected and logs neither input nor message', async () => {
    const { action } = setUp(() => {
      throw new Error('secret-in-message')
    })
    expect(await action({ projectId: 'P1', name: 'secret-input' })).toMatchObject({ ok: false, code: 'unexpected' })
    expect(JSON.stringify(error.mock.calls)).not.toMatch(/secret-/)
  })

  it('answers ok when only the audit log could not be written, and logs the ids', async () => {
    const audit = async () => {
      throw new DomainError('unexpected', 'secret-in-message')
    }
    const { action, order } = setUp(undefined, { audit })
    expect(await action({ projectId: 'P1', name: 'secret-input' })).toEqual({ ok: true, data: 'done' })
    expect(order.at(-1)).toBe('run')
    const ids = { operatorId: 'o1', projectId: 'P1', action: 'flow.update' }
    expect(error).toHaveBeenLastCalledWith(expect.objectContaining(ids), 'audit log not written')
    expect(JSON.stringify(error.mock.calls)).not.toMatch(/secret-/)
  })

  it("lets Next's own control flow through", async () => {
    const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;push;/;307' })
    const { action } = setUp(() => {
      throw redirect
    })
    await expect(action(good)).rejects.toBe(redirect)
  })
})

describe('defineOperatorAction', () => {
  it('keeps owner actions to the owner', async () => {
    const action = defineOperatorAction(
      { input: z.object({}), ownerOnly: true, run: () => 'done' },
      { authenticate: async () => operator },
    )
    expect(await action({})).toMatchObject({ ok: false, code: 'forbidden' })
  })
})
