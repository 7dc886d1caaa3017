import type { JsonObject } from '@/lib/language/json'

/** What a framed hosted page tells the page around it. */
export type FlowMessage =
  | { type: 'ready' }
  /** CSS pixels. */
  | { type: 'resize'; height: number }
  | { type: 'completed'; output: JsonObject; authInfo?: unknown }
  | { type: 'failed'; code: string; executionId: string }
