import { parsePath } from '@/lib/language/path'
import { replaceUnknowns } from './unknowns'

const ROOTS = new Set([
  'user',
  'tenant',
  'form',
  'client',
  'connectors',
  'scripts',
  'outboundApps',
  'subflowInput',
  'jwtClaims',
  'ipAddress',
  'geo',
  'device',
  'project',
  'execution',
  'lastError',
])

/**
 * Text of a command as a text with dynamic values: what only the shell knew is read from the caller's input, a
 * `{{path}}` into the context stays one, and any other pair of braces is literal.
 */
export function toTemplateText(text: string): string {
  return replaceUnknowns(escapeBraces(text), clientValue)
}

export function clientValue(name: string): string {
  return `{{client.${name}}}`
}

/** Whether `{{…}}` begins here and is a path into the context. @returns its length, or 0 */
export function dynamicLength(text: string, at: number): number {
  if (!text.startsWith('{{', at)) return 0
  // A path is short: without a bound many open braces would take time that grows with their square.
  const near = text.slice(at + 2, at + 200)
  const length = near.indexOf('}}')
  const [root] = length < 0 ? [] : (parsePath(near.slice(0, length)) ?? [])
  return typeof root === 'string' && ROOTS.has(root) ? length + 4 : 0
}

function escapeBraces(text: string): string {
  let escaped = ''
  for (let at = 0; at < text.length; ) {
    const length = dynamicLength(text, at)
    if (length > 0) {
      escaped += text.slice(at, at + length)
      at += length
    } else if (text.startsWith('{{', at)) {
      escaped += '\\{{'
      at += 2
    } else {
      escaped += text.charAt(at)
      at += 1
    }
  }
  return escaped
}
