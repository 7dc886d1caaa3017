import { hash } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { hashPassword, needsRehash, verifyNothing, verifyPassword } from './hash'

describe('a password hash', () => {
  it('is argon2id with the parameters of the cheat sheet and a salt of its own', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(first).not.toBe(second)
    expect(await verifyPassword(first, 'correct horse')).toBe(true)
    expect(await verifyPassword(first, 'correct hors')).toBe(false)
    expect(needsRehash(first)).toBe(false)
  })

  it('is the same for one password in two Unicode forms', async () => {
    expect(await verifyPassword(await hashPassword('Zo\u00eb \u2460 long'), 'Zoe\u0308 1 long')).toBe(true)
  })

  it('is old when it was made with other parameters', async () => {
    expect(needsRehash(await hash('x', { algorithm: 2, memoryCost: 8_192, timeCost: 2, parallelism: 1 }))).toBe(true)
    expect(needsRehash(await hash('x', { algorithm: 1, memoryCost: 19_456, timeCost: 2, parallelism: 1 }))).toBe(true)
  })

  it('of nobody is never right', async () => {
    expect(await verifyNothing('anything')).toBe(false)
  })
})
