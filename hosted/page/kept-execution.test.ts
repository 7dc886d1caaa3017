import { beforeEach, expect, test, vi } from 'vitest'
import type { HostedBoot } from '@/lib/api/hosted/page'
import { findKeptExecution, forgetExecution, keepExecution, rememberTold } from './kept-execution'

const boot: HostedBoot = {
  projectId: 'P1',
  flowId: 'ask',
  flowName: 'Ask',
  logo: '',
  logoAlt: '',
  client: { city: 'Lyon' },
  outbound: {},
  embedder: null,
  redirectUrl: null,
  state: null,
  codeChallenge: null,
}
const kept = { executionId: 'ask|#|one', nonce: 'n' }

beforeEach(() => {
  forgetExecution(boot)
})

test('is found again by the same address only', () => {
  vi.stubGlobal('sessionStorage', storageOf(new Map()))
  keepExecution(boot, kept)
  expect(findKeptExecution(boot)).toEqual(kept)
  expect(findKeptExecution({ ...boot, client: { city: 'Oslo' } })).toBeNull()
  expect(findKeptExecution({ ...boot, flowId: 'other' })).toBeNull()
  rememberTold(boot)
  expect(findKeptExecution(boot)).toEqual({ ...kept, told: true })
  forgetExecution(boot)
  rememberTold(boot)
  expect(findKeptExecution(boot)).toBeNull()
})

test('is found in the page\u2019s memory where storage is forbidden', () => {
  vi.stubGlobal(
    'sessionStorage',
    new Proxy(storageOf(new Map()), {
      get() {
        throw new Error('SecurityError')
      },
    }),
  )
  keepExecution(boot, kept)
  expect(findKeptExecution(boot)).toEqual(kept)
  expect(findKeptExecution({ ...boot, client: { city: 'Oslo' } })).toBeNull()
  forgetExecution(boot)
  expect(findKeptExecution(boot)).toBeNull()
})

function storageOf(rows: Map<string, string>) {
  return {
    getItem: (key: string) => rows.get(key) ?? null,
    setItem: (key: string, value: string) => void rows.set(key, value),
    removeItem: (key: string) => void rows.delete(key),
  }
}
