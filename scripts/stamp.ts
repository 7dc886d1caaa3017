import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What a build is made of: folders and files at the project's root. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'prisma/schema',
  'prisma/seed',
  'public',
  'server',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
  'scripts/build.ts',
]

/** The hash of everything that a build is made of; a build whose stamp differs is old. */
export function hashSources(root: string): string {
  const hash = createHash('sha256').update(process.version)
  for (const source of SOURCES) {
    for (const file of listFiles(root, source)) {
      hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
    }
  }
  return hash.digest('hex')
}

function listFiles(root: string, path: string): string[] {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (statSync(full).isFile()) return [path]
  return readdirSync(full)
    .sort()
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .flatMap((name) => listFiles(root, `${path}/${name}`))
}
