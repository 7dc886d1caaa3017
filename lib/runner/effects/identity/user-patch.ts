import type { UserPatch } from '@/lib/identity/users/schema'
import { isJsonObject, type Json, type JsonObject, toText } from '@/lib/language/json'
import { ATTRIBUTE_PREFIX, userPropertyTypes } from '@/lib/steps/action/types/user-properties'

/** Rows of properties as a patch of a user. What has no value empties its property; the services check each value. */
export function toUserPatch(values: readonly { key: string; value: Json }[]): UserPatch {
  const customAttributes: Record<string, Json> = {}
  const fields: JsonObject = {}
  for (const { key, value } of values) {
    if (key.startsWith(ATTRIBUTE_PREFIX)) customAttributes[key.slice(ATTRIBUTE_PREFIX.length)] = value
    else fields[key] = readProperty(key, value)
  }
  // The services parse it, and name the field that is wrong.
  return { ...fields, ...(Object.keys(customAttributes).length === 0 ? {} : { customAttributes }) }
}

function readProperty(key: string, value: Json): Json {
  const type = Object.entries(userPropertyTypes).find(([name]) => name === key)?.[1] ?? 'text'
  switch (type) {
    case 'text':
      return toText(value)
    case 'boolean':
      return value === true || value === 'true'
    case 'list':
      return readList(value)
  }
}

/** A list, or text with commas between its items. */
function readList(value: Json): Json {
  if (Array.isArray(value)) return value
  if (isJsonObject(value)) return []
  return toText(value)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
