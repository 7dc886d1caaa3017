import { createRequire } from 'node:module'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '@/server/root'
import { findViolations } from './boundaries'

// Part of npm run check. That each rule finds what it is for is shown by boundaries.test.ts.
const rules = z
  .object({ forbidden: z.array(z.object({ name: z.string(), comment: z.string() })) })
  .parse(createRequire(import.meta.url)(join(ROOT, '.dependency-cruiser.cjs')))

const { violations, modules } = await findViolations(ROOT)
for (const { rule, from, to } of violations) console.error(`${rule}: ${from} → ${to}`)
for (const name of new Set(violations.map(({ rule }) => rule))) {
  console.error(`\n${name}: ${rules.forbidden.find((rule) => rule.name === name)?.comment}`)
}
console.log(`${violations.length} violations in ${modules} files.`)
process.exit(violations.length === 0 ? 0 : 1)
