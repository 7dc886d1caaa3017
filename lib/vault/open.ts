import type { Binding } from './binding'
import { openWithKey, sealedKeyId } from './envelope'
import { keys } from './keys'
import { Secret } from './secret'

export { exposeSecret } from './secret'

/**
 * Opens a sealed value in memory.
 * @throws SealBrokenError when a byte was altered or the value belongs to another place
 */
export async function open(sealed: Uint8Array, binding: Binding): Promise<Secret> {
  const key = await keys().byId(sealedKeyId(sealed))
  return new Secret(openWithKey(sealed, binding, key))
}
