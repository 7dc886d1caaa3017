import type { Json } from '@/lib/language/json'
import { listJsonPlaceholders, listPlaceholders, toTemplate } from '@/lib/language/template'

/** The paths that a call of this connector reads, in order of appearance, each once: what the test panel asks values for. */
export function listCallPlaceholders(
  connector: { headers: readonly { value: string }[] },
  call: { endpoint: string; payload: { value: Json } | null },
): string[] {
  const texts = [call.endpoint, ...connector.headers.map(({ value }) => value)]
  const placeholders = texts.flatMap((text) => listPlaceholders(toTemplate(text)))
  if (call.payload) placeholders.push(...listJsonPlaceholders(call.payload.value))
  return [...new Set(placeholders.map(({ source }) => source))]
}
