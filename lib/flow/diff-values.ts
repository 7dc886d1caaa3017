import { canonicalJson } from '../language/canonical-json'
import { isJsonObject, type Json, type JsonObject } from '../language/json'
import type { Path } from '../language/path'

/**
 * One place where two values differ. `added` has no `from` and `removed` no `to`; `moved` is an item of a list that is
 * elsewhere in it, whatever else changed in it. Indexes of `from` count in the list of before, of `to` in that of after.
 */
export type ValueChange =
  | { type: 'added'; to: Path; after: Json }
  | { type: 'removed'; from: Path; before: Json }
  | { type: 'changed'; from: Path; to: Path; before: Json; after: Json }
  | { type: 'moved'; from: Path; to: Path }

/**
 * The places where two values differ. Items of lists are matched by what they are (the same value, `id`, `name` or `key`,
 * then the same type), so that one added at the top does not change those below it. The order of keys does not count.
 */
export function diffValues(before: Json, after: Json, from: Path = [], to: Path = []): ValueChange[] {
  if (before === after) return []
  if (isJsonObject(before) && isJsonObject(after)) return diffObjects(before, after, from, to)
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, from, to)
  return [{ type: 'changed', from, to, before, after }]
}

function diffObjects(before: JsonObject, after: JsonObject, from: Path, to: Path): ValueChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key): ValueChange[] => {
    const [was, is] = [own(before, key), own(after, key)]
    if (was !== undefined && is !== undefined) return diffValues(was, is, [...from, key], [...to, key])
    if (is !== undefined) return [{ type: 'added', to: [...to, key], after: is }]
    return was === undefined ? [] : [{ type: 'removed', from: [...from, key], before: was }]
  })
}

function diffLists(before: readonly Json[], after: readonly Json[], from: Path, to: Path): ValueChange[] {
  const pairs = pairItems(before, after)
  const moved = findMoved(before, after, pairs)
  const origins = new Map(pairs.map((pair) => [pair.to, pair]))
  const left = new Set(pairs.map((pair) => pair.from))
  const removed = before.flatMap((item, index): ValueChange[] =>
    left.has(index) ? [] : [{ type: 'removed', from: [...from, index], before: item }],
  )
  const rest = after.flatMap((item, index): ValueChange[] => {
    const pair = origins.get(index)
    const was = pair === undefined ? undefined : before[pair.from]
    if (pair === undefined || was === undefined) return [{ type: 'added', to: [...to, index], after: item }]
    const [origin, place] = [
      [...from, pair.from],
      [...to, index],
    ]
    const inner = diffValues(was, item, origin, place)
    return moved.has(pair) ? [{ type: 'moved', from: origin, to: place }, ...inner] : inner
  })
  return [...removed, ...rest]
}

/** Two items that are taken for the same, by their indexes before and after. */
interface Pair {
  from: number
  to: number
}

function pairItems(before: readonly Json[], after: readonly Json[]): Pair[] {
  const pairs: Pair[] = []
  const freeBefore = new Set(before.keys())
  const freeAfter = new Set(after.keys())
  // Of several with the same token the first goes with the first: whichever list is called before, the pairs are these.
  for (const tokenOf of [canonicalJson, identityOf, shapeOf]) {
    const waiting = new Map<string, number[]>()
    for (const to of freeAfter) {
      const token = tokenOf(after[to] ?? null)
      if (token === null) continue
      const same = waiting.get(token)
      if (same) same.push(to)
      else waiting.set(token, [to])
    }
    for (const list of waiting.values()) list.reverse()
    for (const from of freeBefore) {
      const token = tokenOf(before[from] ?? null)
      const to = token === null ? undefined : waiting.get(token)?.pop()
      if (to === undefined) continue
      pairs.push({ from, to })
      freeBefore.delete(from)
      freeAfter.delete(to)
    }
  }
  return pairs.sort((a, b) => a.from - b.from)
}

/** What makes an item of a list itself while its other members change. */
function identityOf(item: Json): string | null {
  if (!isJsonObject(item)) return null
  const member = ['id', 'name', 'key'].find((key) => typeof own(item, key) === 'string')
  return member === undefined ? null : `${member}:${own(item, member)}`
}

function shapeOf(item: Json): string {
  if (!isJsonObject(item)) return Array.isArray(item) ? 'list' : 'value'
  const type = own(item, 'type')
  return `object:${typeof type === 'string' ? type : ''}`
}

/** The pairs outside of the longest run that keeps its order: as few as possible are said to have moved. */
function findMoved(before: readonly Json[], after: readonly Json[], pairs: readonly Pair[]): Set<Pair> {
  if (pairs.every((pair, at) => at === 0 || pair.to > (pairs[at - 1]?.to ?? -1))) return new Set()
  // Two runs may be equally long: chosen from the same side, whichever of the lists is called before.
  const turned = canonicalJson(before) > canonicalJson(after)
  const ordered = turned ? [...pairs].sort((a, b) => a.to - b.to) : pairs
  const kept = longestRun(ordered.map((pair) => (turned ? pair.from : pair.to)))
  return new Set(ordered.filter((_pair, at) => !kept.has(at)))
}

/** The places of the longest increasing run in a list of different numbers, in O(n log n). */
function longestRun(numbers: readonly number[]): Set<number> {
  // ends[n]: the place of the least number that a run of n + 1 ends with.
  const ends: number[] = []
  const previous: (number | undefined)[] = []
  for (const [at, number] of numbers.entries()) {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1
      else high = middle
    }
    previous[at] = ends[low - 1]
    ends[low] = at
  }
  const run = new Set<number>()
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) run.add(at)
  return run
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
