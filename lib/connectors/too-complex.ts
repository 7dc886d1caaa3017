import { ConnectorError } from './errors'

/**
 * What an answer may hold: each value costs whoever copies, compares, walks and stores it. So many, masked where they are
 * full of escapes, take a tenth of a second and more, for which every other call of this process waits.
 */
export const MOST_VALUES = 100_000

/**
 * The error of JSON that holds more values; null when it does not. Told without parsing: what stands between two commas
 * or after a bracket outside of texts is one value.
 */
export function tooComplex(text: string, most = MOST_VALUES): ConnectorError | null {
  // Each value takes two characters at least.
  if (text.length < 2 * most) return null
  let values = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) inText = !inText
    else if (inText) at += code === BACKSLASH ? 1 : 0
    else if (code === COMMA || code === BRACKET || code === BRACE) values += 1
    if (values > most) return new ConnectorError('tooComplex', most.toLocaleString('en'))
  }
  return null
}

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = [0x22, 0x5c, 0x2c, 0x5b, 0x7b]
