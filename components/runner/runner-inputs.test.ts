import { describe, expect, it } from 'vitest'
import { emptyInputs, loadInputs, readInputs, saveInputs, toInputErrors, withoutSecrets } from './runner-inputs'

function fakeStorage() {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  }
}

describe('readInputs', () => {
  it('reads objects, leaves empty ones out, and says what to do about the rest', () => {
    expect(readInputs({ ...emptyInputs, client: ' ', form: '{"email":"a@b.c"}' })).toEqual({
      value: { form: { email: 'a@b.c' } },
    })
    expect(readInputs({ ...emptyInputs, client: '[1]', form: '{"a":' })).toEqual({
      errors: { client: expect.stringContaining('object'), form: expect.stringContaining('not JSON') },
    })
  })

  it('reads ids without the spaces around them, and scopes one by one', () => {
    const given = { user: ' ada@example.com ', tenant: 'acme', outboundAppId: ' ', outboundAppScopes: ' a  b\n' }
    expect(readInputs({ ...emptyInputs, ...given })).toEqual({
      value: { user: 'ada@example.com', tenant: 'acme', outboundAppScopes: ['a', 'b'] },
    })
    expect(readInputs(emptyInputs)).toEqual({ value: {} })
  })
})

describe('toInputErrors', () => {
  it('finds the field that the server means, and leaves out what is none', () => {
    const fields = { 'inputs.user': 'gone', 'inputs.outboundAppScopes.3': 'long', flowId: 'x', 'other.tenant': 'y' }
    expect(toInputErrors(fields)).toEqual({ user: 'gone', outboundAppScopes: 'long' })
  })
})

describe('what is remembered', () => {
  it('comes back as it was typed', () => {
    const storage = fakeStorage()
    const inputs = { ...emptyInputs, client: '{ "plan":  "pro" }', user: 'ada@example.com', outboundAppScopes: 'a b' }
    saveInputs(storage, 'k', inputs, [])
    expect(loadInputs(storage, 'k')).toEqual(inputs)
  })

  it('never holds a secret', () => {
    const storage = fakeStorage()
    const client = '{"apiKey":"hidden1","nested":{"accessToken":"hidden2","ok":1}}'
    saveInputs(storage, 'k', { ...emptyInputs, client, form: '{"pin":"hidden3","email":"a@b.c"}' }, ['pin'])
    expect([...storage.items.values()].join()).not.toContain('hidden')
    expect(JSON.parse(loadInputs(storage, 'k').form)).toEqual({ email: 'a@b.c' })
    expect(JSON.parse(loadInputs(storage, 'k').client)).toEqual({ nested: { ok: 1 } })
  })

  it('is empty when the storage holds nonsense or refuses', () => {
    const storage = fakeStorage()
    storage.items.set('k', '{"client":7')
    expect(loadInputs(storage, 'k')).toEqual(emptyInputs)
    const refusing = {
      getItem: () => null,
      setItem: () => {
        throw new Error('full')
      },
    }
    expect(() => saveInputs(refusing, 'k', emptyInputs, [])).not.toThrow()
  })

  it('keeps what is not a secret', () => {
    expect(withoutSecrets({ passwordHint: 1, email: 'x', PASSWORD: 'y' }, [])).toEqual({ email: 'x' })
  })
})
