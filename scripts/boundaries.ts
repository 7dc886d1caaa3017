import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT } from '@/server/root'
import { findInSource } from './boundaries-in-source'

/** Everything that the import rules are about. */
const SOURCES = ['app', 'bench', 'components', 'e2e', 'hosted', 'lib', 'prisma/seed', 'proxy.ts', 'scripts', 'server']

export interface Violation {
  rule: string
  from: string
  to: string
}

const reportSchema = z.object({
  modules: z.array(
    z.object({
      source: z.string(),
      dependencies: z.array(z.object({ resolved: z.string(), dependencyTypes: z.array(z.string()) })),
    }),
  ),
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})
type Module = z.output<typeof reportSchema>['modules'][number]

/**
 * Reads every source file below a folder and answers each broken rule.
 * @throws Error when a file was not read: dependency-cruiser passes in silence over what it cannot parse
 */
export async function findViolations(root: string): Promise<{ violations: Violation[]; modules: number }> {
  const present = SOURCES.filter((source) => existsSync(join(root, source)))
  const files = present.flatMap((source) => listSources(root, source))
  const { modules, summary } = await cruise(root, present)
  assertAllRead(
    files,
    modules.map((module) => module.source),
  )
  const violations = [
    ...summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    ...findBrowserLeaks(root, modules),
    ...files.flatMap((file) => findInSource(file, readFileSync(join(root, file), 'utf8'))),
  ]
  return { violations, modules: files.length }
}

/** @throws Error that names the source files which the tool did not read */
export function assertAllRead(files: readonly string[], read: readonly string[]): void {
  const known = new Set(read)
  const missed = files.filter((file) => !known.has(file))
  if (missed.length > 0) throw new Error(`Not read, so not checked: ${missed.join(', ')}`)
}

const SERVER_ONLY =
  /^lib\/((db|env|log)\.ts$|(vault|egress|jobs|api)\/|outbound\/(?!apps\/templates\/|.*(owner|schema|limits|types|actions|destinations|url)\.ts$))/

/** What components pull into the browser through any number of modules; a server action ends the way. */
function findBrowserLeaks(root: string, modules: readonly Module[]): Violation[] {
  const byName = new Map(modules.map((module) => [module.source, module]))
  const isAction = (name: string) => /^\s*['"]use server['"]/.test(readFileSync(join(root, name), 'utf8'))
  const leaks: Violation[] = []
  const seen = new Set<string>()
  const visit = (name: string, from: string) => {
    if (SERVER_ONLY.test(name)) leaks.push({ rule: 'client-safe', from, to: name })
    if (seen.has(name) || SERVER_ONLY.test(name)) return
    seen.add(name)
    if (!/^(components|hosted|lib)\//.test(name) || /actions\.ts$/.test(name) || isAction(name)) return
    for (const { resolved, dependencyTypes } of byName.get(name)?.dependencies ?? []) {
      if (!dependencyTypes.includes('type-only')) visit(resolved, name)
    }
  }
  for (const { source } of modules) {
    if (/^(components|hosted)\//.test(source) && !/\.test\.tsx?$/.test(source)) visit(source, source)
  }
  return leaks
}

function listSources(root: string, path: string): string[] {
  if (statSync(join(root, path)).isFile()) return /\.tsx?$/.test(path) ? [path] : []
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => listSources(root, `${path}/${name}`))
}

function cruise(root: string, paths: readonly string[]): Promise<z.output<typeof reportSchema>> {
  const program = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  const args = [program, '--config', join(ROOT, '.dependency-cruiser.cjs'), '--output-type', 'json', ...paths]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: Buffer[] = []
    let complaint = ''
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString()
    })
    child.on('error', reject)
    child.on('close', () => {
      try {
        resolve(reportSchema.parse(JSON.parse(Buffer.concat(output).toString())))
      } catch {
        reject(new Error(`dependency-cruiser gave no report: ${complaint}`))
      }
    })
  })
}
