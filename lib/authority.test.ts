import { expect, it } from 'vitest'
import { toAuthority } from './authority'
import { connectorTypes } from './connectors/schemas'

it('writes an IPv6 address in brackets, and everything else as it is', () => {
  expect(toAuthority('db.example.com', 5432)).toBe('db.example.com:5432')
  expect(toAuthority('10.0.0.1', 25)).toBe('10.0.0.1:25')
  expect(toAuthority('2001:db8::1', 5432)).toBe('[2001:db8::1]:5432')
})

it('is how the servers of connectors are told', () => {
  const { sql, smtp } = connectorTypes
  const host = '2001:db8::1'
  const database = sql.configSchema.parse({ host, database: 'acme', username: 'acme' })
  expect(sql.target(database)).toBe('postgresql://[2001:db8::1]:5432/acme')
  const mail = smtp.configSchema.parse({ host, sender: { address: 'hello@acme.example' } })
  expect(smtp.target(mail)).toBe('smtp://[2001:db8::1]:587')
})
