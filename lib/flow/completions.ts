import { listExamplePaths } from '../language/example'
import type { JsonObject } from '../language/json'
import { getPath, parsePath } from '../language/path'
import type { KnownPath } from './known-path'

/**
 * The known paths with what lies below the open ones, as far as examples and earlier executions tell; each path once,
 * right behind the one above it.
 * @param seen the context that earlier executions had
 */
export function listCompletions(known: readonly KnownPath[], seen: JsonObject): KnownPath[] {
  const listed = new Set(known.map(({ path }) => path))
  return known.flatMap((parent) => {
    const { path, open, secret, from, example } = parent
    const root = open && !secret ? parsePath(path) : null
    if (!root) return [parent]
    const before = getPath(seen, root)
    const below = [
      ...(example === undefined
        ? []
        : listExamplePaths(example, root).map((one) => ({ ...one, origin: 'example' as const }))),
      ...(before === undefined
        ? []
        : listExamplePaths(before, root).map((one) => ({ ...one, origin: 'execution' as const }))),
    ]
    const children = below.flatMap(({ sample, ...one }): KnownPath[] => {
      if (listed.has(one.path)) return []
      listed.add(one.path)
      return [{ ...one, open: false, from, ...(sample === null ? {} : { sample }) }]
    })
    return [parent, ...children]
  })
}
