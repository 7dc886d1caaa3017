import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '@/server/root'
import { assertAllRead, findViolations, type Violation } from './boundaries'

/** A violation of each rule: the file that must be found, and its text. */
const PLANTS: [rule: string, file: string, source: string][] = [
  ['core-is-pure', 'lib/language/upward.ts', `import '@/lib/steps/kind'`],
  ['core-is-pure', 'lib/steps/upward.ts', `import type { Plan } from '@/lib/engine/plan'\nexport type P = Plan`],
  ['core-is-pure', 'lib/flow/upward.ts', `import '@/lib/engine/plan'`],
  ['core-is-pure', 'lib/engine/files.ts', `import { readFileSync } from 'node:fs'\nexport const f = readFileSync`],
  ['core-is-pure', 'lib/engine/react.ts', `import { useState } from 'react'\nexport const s = useState`],
  ['core-is-pure', 'lib/engine/clock.ts', `export const at = () => Date.now()`],
  ['core-is-pure', 'lib/language/chance.ts', `export const n = () => Math.random()`],
  ['next-never-calls-out', 'app/page.tsx', `import '@/lib/middle'`],
  ['next-never-calls-out', 'lib/flow-catalog/actions.ts', `import '@/lib/egress/request'`],
  ['runner-drives', 'lib/api/drive.ts', `import { plan } from '@/lib/engine/plan'\nexport const p = plan`],
  ['one-way-out', 'lib/connectors/raw.ts', `import { request } from 'node:https'\nexport const r = request`],
  ['one-way-out', 'lib/connectors/agent.ts', `import { fetch } from 'undici'\nexport const f = fetch`],
  ['one-way-out', 'lib/connectors/global.ts', `export const f = () => fetch('https://example.com')`],
  ['one-way-out', 'lib/connectors/postgres.ts', `import pg from 'pg'\nexport const p = pg`],
  ['secrets-stay', 'lib/api/reveal.ts', `import { open } from '@/lib/vault/open'\nexport const o = open`],
  [
    'secrets-stay',
    'lib/api/expose.ts',
    `import { exposeSecret } from '@/lib/vault/secret'\nexport const o = (s: never) => exposeSecret(s)`,
  ],
  ['db-is-private', 'lib/api/rows.ts', `import { db } from '@/lib/db'\nexport const d = db`],
  [
    'client-safe',
    'components/runner/rows.tsx',
    `import { list } from '@/lib/flow-catalog/queries'\nexport const l = list`,
  ],
  ['client-safe', 'lib/leaking.ts', `import { env } from '@/lib/env'\nexport const e = env`],
  ['ui-is-leaf', 'components/ui/knowing.tsx', `import { schema } from '@/lib/flow/schema'\nexport const s = schema`],
  ['no-sideways', 'components/executions/sideways.tsx', `import '@/components/runner/panel'`],
  ['nobody-imports-app', 'components/runner/up.tsx', `import '@/app/other'`],
  ['nobody-imports-server', 'lib/jobs/up.ts', `import '@/server/root'`],
  ['lib-never-imports-ui', 'lib/jobs/view.ts', `import '@/components/runner/panel'`],
  ['no-cycles', 'lib/jobs/ring-a.ts', `import { b } from './ring-b'\nexport const a = () => b`],
  ['no-barrels', 'lib/jobs/user.ts', `import '@/lib/runner'`],
  ['resolvable', 'lib/jobs/lost.ts', `import '@/lib/no-such-module'`],
]

const REST: Record<string, string> = {
  'lib/steps/kind.ts': 'export const kind = 1',
  'lib/engine/plan.ts': 'export const plan = 1\nexport type Plan = 1',
  'lib/egress/request.ts': 'export const request = 1',
  'lib/middle.ts': `import './egress/request'`,
  'lib/vault/open.ts': 'export const open = 1',
  'lib/vault/secret.ts': 'export const exposeSecret = (s: never) => s',
  'lib/db.ts': 'export const db = 1',
  'lib/env.ts': 'export const env = 1',
  'lib/flow-catalog/queries.ts': 'export const list = 1',
  'lib/flow/schema.ts': 'export const schema = 1',
  'components/runner/panel.tsx': `import '@/lib/leaking'\nexport const panel = 1`,
  'app/other.tsx': 'export const other = 1',
  'server/root.ts': 'export const root = 1',
  'lib/jobs/ring-b.ts': `import { a } from './ring-a'\nexport const b = () => a`,
  'lib/runner/index.ts': 'export const barrel = 1',
  // A clean one: rules must not cry at everything.
  'lib/steps/clean.ts': `import { z } from 'zod'\nimport { kind } from './kind'\nexport const s = z.literal(kind)`,
}

describe('the import rules', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'patchbay-boundaries-')))
  let violations: Violation[] = []

  beforeAll(async () => {
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
    write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: { jsx: 'react-jsx', module: 'esnext', moduleResolution: 'bundler', paths: { '@/*': ['./*'] } },
      }),
    )
    for (const [path, source] of Object.entries(REST)) write(path, source)
    for (const [, path, source] of PLANTS) write(path, source)
    violations = (await findViolations(root)).violations
  }, 30_000)
  afterAll(() => rmSync(root, { recursive: true }))

  it.each(PLANTS)('%s finds %s', (rule, file) => {
    expect(violations.filter((violation) => violation.from === file).map((violation) => violation.rule)).toContain(rule)
  })

  it('have a planted violation each', () => {
    const { forbidden } = createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs'))
    const names: string[] = forbidden.map((rule: { name: string }) => rule.name)
    expect(new Set(PLANTS.map(([rule]) => rule))).toEqual(new Set(names))
  })

  it('leave clean modules alone', () => {
    expect(violations.filter(({ from }) => from === 'lib/steps/clean.ts' || from === 'lib/middle.ts')).toEqual([])
  })

  it('fail when a file was not read', () => {
    expect(() => assertAllRead(['lib/a.ts', 'lib/b.ts'], ['lib/a.ts'])).toThrow('Not read, so not checked: lib/b.ts')
  })

  function write(path: string, source: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), source)
  }
})
