/** One component that a message signature covers (RFC 9421 section 2). */
export interface MessageComponent {
  /** In lower case; a derived one begins with @. */
  name: string
  /** Of @query-param: which one. */
  parameter: string | null
}

export type ParsedComponents = { components: MessageComponent[]; error: null } | { components: null; error: string }

export const DEFAULT_COMPONENTS = '@method, @target-uri, @authority'

const DERIVED = ['@method', '@target-uri', '@authority', '@scheme', '@request-target', '@path', '@query']
const ONE = /^\s*("?)(@?[!#$%&'*+.^_`|~0-9A-Za-z-]+)\1((?:;[^,;"]*(?:"[^"]*")?)*)\s*,/

/** Reads a comma-separated list of derived components and names of headers; empty text is the default. */
export function parseComponents(text: string): ParsedComponents {
  const components: MessageComponent[] = []
  // A comma after each, also the last, so that an empty one is seen.
  let rest = `${text.trim() === '' ? DEFAULT_COMPONENTS : text},`
  while (rest !== '') {
    const [whole = '', , name, parameters = ''] = ONE.exec(rest) ?? []
    if (name === undefined) {
      return refuse(`It cannot be read from \u201c${rest.slice(0, -1).trim().slice(0, 40)}\u201d on. ${KNOWN}`)
    }
    const component = toComponent(name.toLowerCase(), parameters)
    if (typeof component === 'string') return refuse(component)
    const twice = components.some((other) => other.name === component.name && other.parameter === component.parameter)
    if (twice) return refuse(`${name} is named twice. Name each component once.`)
    components.push(component)
    rest = rest.slice(whole.length)
  }
  return { components, error: null }
}

const KNOWN = `Use ${DERIVED.join(', ')}, @query-param;name="x" and names of headers, with commas between.`

function toComponent(name: string, parameters: string): MessageComponent | string {
  if (name === '@query-param') {
    const parameter = /^;name="([^"]+)"$/.exec(parameters)?.[1]
    return parameter === undefined ? 'Say which parameter: @query-param;name="page".' : { name, parameter }
  }
  if (parameters !== '') return `Remove the parameters of ${name}: only @query-param has one here.`
  if (name.startsWith('@') && !DERIVED.includes(name)) return `${name} is not known. ${KNOWN}`
  return { name, parameter: null }
}

function refuse(error: string): ParsedComponents {
  return { components: null, error }
}
