import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The project's folder. This file is run from its source and from the bundle in dist/, so the way up is looked for. */
export const ROOT = findRoot(import.meta.dirname)

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const parent = dirname(from)
  if (parent === from) throw new Error('The project folder (with package.json) was not found above the server.')
  return findRoot(parent)
}
