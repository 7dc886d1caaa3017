import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { envSchema } from './env'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

/** The rows of the README's table of settings: name and default, which is empty when there is none. */
const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \|(?: `([^`]*)`)? \|/gm)].map(([, name = '', value = '']) => [
  name,
  value,
])

it('has every setting in the README, and no other', () => {
  expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(envSchema.shape).sort())
})

it('has the defaults that the README tells', () => {
  const defaults = envSchema.parse({})
  for (const [name = '', value = ''] of rows) {
    const told = value === '' ? {} : { [name]: value }
    expect(envSchema.parse(told), name).toEqual(defaults)
  }
})
