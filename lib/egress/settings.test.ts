import { expect, it, vi } from 'vitest'
import { deploymentGuard, forbidPorts } from './settings'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.0/8, ::1, db.internal'
  process.env.PORT = '4210'
  process.env.DATABASE_URL = 'postgresql://user:pass@db.internal:4211/patchbay'
})

it('allows what EGRESS_ALLOW names, and never the deployment itself', () => {
  const check = (host: string, address: string, port: number) => deploymentGuard().check(host, address, port)
  expect(check('localhost', '127.0.0.1', 4212)).toBeNull()
  expect(check('x', '10.0.0.1', 80)).not.toBeNull()
  expect(check('localhost', '127.0.0.1', 4210)).not.toBeNull()
  expect(check('localhost', '::1', 4211)).not.toBeNull()
  expect(check('db.internal', '10.0.0.1', 4211)).not.toBeNull()
  expect(check('db.internal', '10.0.0.1', 80)).toBeNull()
  forbidPorts([4212])
  expect(check('localhost', '127.0.0.1', 4212)).not.toBeNull()
})
