import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a build is made of: folders and files at the project's root. */
const SOURCES = [
  'app',
  'components',
  'examples',
  'hosted',
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
  'scripts/build-hosted.ts',
  'scripts/build-now.ts',
]

const STAMP = join('dist', 'stamp')

/** Whether there is a build, and of these very sources. */
export function readStamp(root: string): 'none' | 'old' | 'fresh' {
  const file = join(root, STAMP)
  if (!existsSync(file) || !existsSync(join(root, '.next', 'BUILD_ID'))) return 'none'
  return readFileSync(file, 'utf8') === hashSources(root) ? 'fresh' : 'old'
}

export function writeStamp(root: string): void {
  writeFileSync(join(root, STAMP), hashSources(root))
}

/** A build that is cut short must not be taken for a whole one. */
export function dropStamp(root: string): void {
  rmSync(join(root, STAMP), { force: true })
}

/** The hash of everything that a build is made of. */
function hashSources(root: string): string {
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
