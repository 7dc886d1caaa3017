import type { Binding } from './binding'
import { sealWithKey } from './envelope'
import { keys } from './keys'

export type { Binding } from './binding'

/**
 * Seals text for one place: AES-256-GCM under the newest data key. It opens only with the same binding.
 * @returns compact bytes for a Bytes column
 */
export async function seal(plaintext: string, binding: Binding): Promise<Buffer<ArrayBuffer>> {
  const { id, key } = await keys().active()
  return sealWithKey(plaintext, binding, id, key)
}
