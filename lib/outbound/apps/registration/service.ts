import { db } from '@/lib/db'
import { exposeSecret, type Secret } from '@/lib/vault/secret'
import { requireApp } from '../queries'
import type { Learned } from '../schema'
import { lockApp, writeSecret } from '../service'
import type { OutboundAppView } from '../types'

/** A client that a provider has made (RFC 7591 section 3.2.1). */
export interface NewClient {
  clientId: string
  clientSecret: Secret | null
  /** To manage the client with (RFC 7592). */
  registrationAccessToken: Secret | null
  /** Where that is done; empty: nowhere. */
  registrationUrl: string
  /** How it says who it is; null: the provider did not say. */
  tokenEndpointAuthentication: NonNullable<Learned['tokenEndpointAuthentication']> | null
}

/**
 * Keeps the client that a provider has made for an app, in the place of the one before.
 * @param version of the settings that it was registered with
 * @throws OutboundError notFound; DomainError conflict when the app was saved meanwhile
 */
export async function saveRegistration(
  projectId: string,
  appId: string,
  version: number,
  operatorId: string | null,
  client: NewClient,
): Promise<OutboundAppView> {
  return db().$transaction(async (transaction) => {
    const stored = await lockApp(transaction, projectId, appId, version)
    const next = stored.version + 1
    const { tokenEndpointAuthentication, registrationUrl } = client
    await transaction.outboundApp.update({
      where: { projectId_id: { projectId, id: appId } },
      data: {
        config: { ...stored.config, clientId: client.clientId },
        learned: {
          ...(tokenEndpointAuthentication ? { tokenEndpointAuthentication } : {}),
          ...(registrationUrl === '' ? {} : { registrationUrl }),
        },
        version: next,
        updatedById: operatorId,
      },
    })
    for (const field of ['clientSecret', 'registrationAccessToken'] as const) {
      const secret = client[field]
      await writeSecret(transaction, projectId, appId, field, next, secret && exposeSecret(secret))
    }
    return requireApp(projectId, appId, transaction)
  })
}
