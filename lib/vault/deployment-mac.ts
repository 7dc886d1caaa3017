import { createHmac } from 'node:crypto'
import { openDeploymentSecret } from './deployment-secret'
import { exposeSecret, type Secret } from './secret'

/**
 * A keyed hash (HMAC-SHA256, in hex) that only this deployment can make: by a secret of its own under that name, the same
 * in all its processes.
 */
export function createDeploymentMac(name: string): (text: string) => Promise<string> {
  let key: Promise<Secret> | undefined
  return async (text) => {
    key ??= openDeploymentSecret(name)
    key.catch(() => {
      key = undefined
    })
    return createHmac('sha256', exposeSecret(await key))
      .update(text)
      .digest('hex')
  }
}
