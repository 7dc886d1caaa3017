import { randomBytes } from 'node:crypto'
import { db } from '@/lib/db'
import type { Binding } from './binding'
import { openWithKey, sealedKeyId } from './envelope'
import { keys } from './keys'
import { seal } from './seal'
import { Secret } from './secret'

/**
 * A secret of the deployment itself (the console's session secret, later signing keys), made at its first use: 32
 * random bytes in base64url. All processes that ask at once get the same one.
 */
export async function openDeploymentSecret(name: string): Promise<Secret> {
  const stored = await find(name)
  if (stored) return stored
  await sealDeploymentSecret(name, randomBytes(32).toString('base64url'))
  const made = await find(name)
  if (!made) throw new Error(`The deployment's secret ${name} could not be stored.`)
  return made
}

/** Stores a deployment secret unless one of that name is there already: the first writer wins. */
export async function sealDeploymentSecret(name: string, value: string): Promise<void> {
  const sealed = await seal(value, deploymentSecretBinding(name))
  await db().sealedSecret.createMany({ data: [{ name, sealed }], skipDuplicates: true })
}

async function find(name: string): Promise<Secret | undefined> {
  const row = await db().sealedSecret.findUnique({ where: { name } })
  if (!row) return undefined
  return new Secret(openWithKey(row.sealed, deploymentSecretBinding(name), await keys().byId(sealedKeyId(row.sealed))))
}

/** Where a secret of the deployment belongs. */
export function deploymentSecretBinding(name: string): Binding {
  return { projectId: '', table: 'SealedSecret', rowId: name, field: 'sealed', version: 1 }
}
