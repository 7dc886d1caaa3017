/**
 * A dynamic value as an endpoint carries it. encodeURIComponent leaves five characters that RFC 3986 reserves; all
 * others are encoded in a path segment and in a query alike. Runs in a browser too.
 */
export function encodeValue(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(LEFT, toCode)
}

const LEFT = /[!'()*]/g

function toCode(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`
}
