import { type CallRequest, readBody } from './connector-record'

/** The request as a curl command; what was masked stays masked and has to be filled in. */
export function toCurl(request: CallRequest): string {
  const parts = [`curl ${quote(request.url)}`]
  if (request.method === 'HEAD') parts.push('--head')
  else if (request.method !== 'GET') parts.push(`-X ${request.method}`)
  for (const { name, value } of request.headers) {
    // curl counts the bytes itself, and a wrong count hangs the call.
    if (name.toLowerCase() !== 'content-length') parts.push(`-H ${quote(`${name}: ${value}`)}`)
  }
  const body = readBody(request.body)
  if (body) parts.push(`--data-raw ${quote(body.type === 'text' ? body.text : JSON.stringify(body.value))}`)
  return parts.join(' \\\n  ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
