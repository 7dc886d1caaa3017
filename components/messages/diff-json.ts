import { isJsonObject, type Json } from '@/lib/language/json'
import { formatPath, type Path } from '@/lib/language/path'

/** One place where two documents differ. `before` is absent when it was added, `after` when it was removed. */
export interface JsonDifference {
  path: string
  before?: Json
  after?: Json
}

/** The places where two documents differ, in the order of their keys; a whole object that was added is one place. */
export function diffJson(before: Json | undefined, after: Json | undefined, path: Path = []): JsonDifference[] {
  if (before === after) return []
  if (isJsonObject(before) && isJsonObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...keys].flatMap((key) => diffJson(own(before, key), own(after, key), [...path, key]))
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length)
    return Array.from({ length }, (_, index) => diffJson(before[index], after[index], [...path, index])).flat()
  }
  return [
    {
      path: formatPath(path),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ]
}

function own(value: { [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined
}
