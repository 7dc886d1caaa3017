import { isJsonObject, type Json } from '../language/json'
import { formatPath, getPath, type Path } from '../language/path'

/** Between the parts of a label. */
const JOINT = ' \u203a '

/** What forms call these fields; others are said by their own words. */
const words: Readonly<Record<string, string>> = {
  async: 'Asynchronous',
  connectorExecution: 'Connector error',
  httpError: 'HTTP error',
  payload: 'Payload',
  returnTokenWithoutUser: 'Return a token without a user',
  timeoutSeconds: 'Timeout (seconds)',
  url: 'Address',
  when: 'Condition',
  all: 'All of',
  any: 'Any of',
}

/** Below these a step holds JSON of its author, whose keys mean what they say. */
const freeJson: readonly Path[] = [['payload', 'value']]

/**
 * A place in a step as people read it: `Components › “Your email” › Label`. Items of lists go by what they show or are
 * called, else by their number.
 * @param root the step that the path begins at, as JSON
 */
export function labelPath(root: Json, path: Path): string {
  const free = freeJson.find((start) => start.every((segment, at) => path[at] === segment))
  const shown = free ? path.slice(0, free.length - 1) : path
  const parts = shown.map((segment, at) =>
    typeof segment === 'number' ? itemLabel(getPath(root, path.slice(0, at + 1)), segment) : fieldLabel(segment),
  )
  const rest = free ? path.slice(free.length) : []
  return [...parts, ...(rest.length > 0 ? [formatPath(rest)] : [])].join(JOINT)
}

function itemLabel(item: Json | undefined, index: number): string {
  if (isJsonObject(item)) {
    for (const key of ['label', 'text', 'name', 'key', 'id']) {
      const title = Object.hasOwn(item, key) ? item[key] : undefined
      if (typeof title === 'string' && title.trim() !== '') return `\u201c${shorten(title.trim())}\u201d`
    }
    if (typeof item.type === 'string') return `${fieldLabel(item.type)} ${index + 1}`
  }
  return `#${index + 1}`
}

const LONGEST_TITLE = 40

function shorten(text: string): string {
  return text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE - 1)}\u2026` : text
}

/** `contextKey` as `Context key`; what is no name of a field stays as it is. */
function fieldLabel(name: string): string {
  const known = Object.hasOwn(words, name) ? words[name] : undefined
  if (known !== undefined) return known
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) return name
  const spoken = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return spoken.charAt(0).toUpperCase() + spoken.slice(1)
}
