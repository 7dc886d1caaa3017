import { isJsonObject, type Json, type JsonObject } from '@/lib/language/json'
import type { ReportLine } from '../types'

const MOST_STEPS = 20

/** Follows the references of one document. Those that lead out of it are not fetched: they are named, each once. */
export class References {
  private readonly said = new Set<string>()

  constructor(
    private readonly root: JsonObject,
    private readonly report: ReportLine[],
  ) {}

  /** The object that a value is or refers to; null when it is none. */
  object(value: Json | undefined): JsonObject | null {
    let current: Json | undefined = value
    for (let step = 0; step < MOST_STEPS; step += 1) {
      if (!isJsonObject(current)) return null
      const reference = own(current, '$ref')
      if (typeof reference !== 'string') return current
      current = this.follow(reference)
    }
    return null
  }

  /** The own field of an object that a value is or refers to, as an object. */
  field(value: Json | undefined, key: string): JsonObject | null {
    const object = this.object(value)
    return object ? this.object(own(object, key)) : null
  }

  private follow(reference: string): Json | undefined {
    if (!reference.startsWith('#')) {
      return this.say(reference, 'It refers to another file, which is not fetched. Bundle the document into one first.')
    }
    let current: Json | undefined = this.root
    for (const part of decode(reference.slice(1)).split('/').slice(1)) {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
      current = Array.isArray(current) ? current[Number(key)] : isJsonObject(current) ? own(current, key) : undefined
    }
    return current ?? this.say(reference, 'It refers to what is not in the document.')
  }

  private say(reference: string, message: string): undefined {
    const what = reference.slice(0, 80)
    if (this.said.has(what) || this.said.size >= 50) return
    this.said.add(what)
    this.report.push({ tone: 'left', what, message, at: null })
  }
}

/** An object's own field: `constructor` and the like are none. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

export function ownText(object: JsonObject | null, key: string): string | undefined {
  const value = object ? own(object, key) : undefined
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

export function ownList(object: JsonObject | null, key: string): Json[] {
  const value = object ? own(object, key) : undefined
  return Array.isArray(value) ? value : []
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
