/** One visible line of a JSON tree. */
export interface JsonRow {
  /** The path as text; unique in the tree. */
  id: string
  depth: number
  /** Property name or array index; absent for the root. */
  name: string | number | undefined
  value: unknown
  /** Number of children of an object or array; undefined for a leaf. */
  size: number | undefined
  open: boolean
}

/** Paths whose default (open above `depth`) was changed by hand. */
export type JsonFolds = ReadonlyMap<string, boolean>

const ROOT = '$'

/**
 * The visible lines of a value, top to bottom.
 * @param defaultDepth levels that are open to begin with
 * @param query when not blank, everything that leads to a match is open and nothing else is listed
 */
export function toJsonRows(value: unknown, folds: JsonFolds, defaultDepth: number, query = ''): JsonRow[] {
  const rows: JsonRow[] = []
  const needle = query.trim().toLowerCase()
  const matching = needle ? findMatches(value, needle) : undefined
  visit(value, ROOT, undefined, 0)
  return rows

  function visit(node: unknown, id: string, name: string | number | undefined, depth: number): void {
    if (matching && !matching.has(id)) return
    const children = childrenOf(node)
    const open = children !== undefined && (folds.get(id) ?? (matching !== undefined || depth < defaultDepth))
    rows.push({ id, depth, name, value: node, size: children?.length, open })
    if (!open || !children) return
    for (const [key, child] of children) visit(child, childId(id, key), key, depth + 1)
  }
}

/** A leaf as JSON text. */
export function leafText(value: unknown): string {
  return value === undefined ? 'undefined' : JSON.stringify(value)
}

export function leafType(value: unknown): 'string' | 'number' | 'boolean' | 'null' {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'null'
}

// The ids of every node that matches by name or value, of all above it, and of all below a matching name.
function findMatches(root: unknown, needle: string): Set<string> {
  const found = new Set<string>()
  visit(root, ROOT, '', false)
  return found

  function visit(node: unknown, id: string, name: string, inherited: boolean): boolean {
    const own = inherited || name.toLowerCase().includes(needle)
    const children = childrenOf(node)
    let hit = own
    if (!children) hit ||= leafText(node).toLowerCase().includes(needle)
    for (const [key, child] of children ?? []) {
      if (visit(child, childId(id, key), String(key), own)) hit = true
    }
    if (hit) found.add(id)
    return hit
  }
}

function childrenOf(value: unknown): [string | number, unknown][] | undefined {
  if (Array.isArray(value)) return value.map((child, index) => [index, child])
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined
}

function childId(parent: string, key: string | number): string {
  return typeof key === 'number' ? `${parent}[${key}]` : `${parent}.${JSON.stringify(key)}`
}
