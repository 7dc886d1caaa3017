import { newId } from '@/lib/id'
import type { Secret } from '@/lib/vault/secret'
import { OutboundError } from '../errors'
import { type Owner, toOwnerColumns } from '../owner'
import { toScopeSet, toScopesKey } from '../scopes'
import { type NewToken, putTokens } from './queries/put'
import { findAppTypes, findTaken, type Slot, type TakenSlot } from './queries/slots'
import { openToken, sealTokens } from './secrets'
import type { GivenTokens, TokenActor, TokenEventType, TokenPlace } from './types'

/** A token to be kept. */
export interface TokenToStore extends TokenPlace {
  requestedScopes: readonly string[]
  answer: GivenTokens
  /** Who connected it, for people. */
  grantedBy: string
}

export interface StoreOptions {
  actor: TokenActor
  /** `issued` becomes `replaced` where a token was there. */
  event?: Extract<TokenEventType, 'issued' | 'uploaded'>
  detail?: string
  /** Refuses a token of a user in a tenant whose membership has ended. */
  ofMember?: boolean
}

/** Others may write the same slot at the same time; each round one of them has won. */
const MOST_ROUNDS = 10

/**
 * Keeps what a provider gave. The same owner, account and requested set of scopes replaces what was there: the row and its
 * timeline stay. A refresh that is under way for the former token then writes nothing.
 * @throws OutboundError `notFound`, `notOAuth` for an app of API keys, or `noLongerAllowed`; IdentityError when the user or the tenant is not
 *   there
 */
export async function storeToken(
  projectId: string,
  { actor, ofMember = false, ...token }: TokenToStore & Pick<StoreOptions, 'actor' | 'ofMember'>,
): Promise<{ tokenId: string }> {
  await requireTypes(projectId, [token.appId], 'oauth')
  const [tokenId = ''] = await storeTokens(projectId, [token], { actor, ofMember })
  return { tokenId }
}

/**
 * Keeps an API key; there is one for each owner and account of an app.
 * @throws as `storeToken`; OutboundError `notApiKey` for an app of OAuth
 */
export async function storeApiKey(
  projectId: string,
  key: {
    appId: string
    owner: Owner
    externalIdentifier?: string
    apiKey: Secret
    grantedBy: string
    actor: TokenActor
  },
  event: StoreOptions['event'] = 'issued',
): Promise<{ tokenId: string }> {
  const { appId, owner, externalIdentifier = '', apiKey, grantedBy, actor } = key
  await requireTypes(projectId, [appId], 'apiKey')
  const answer = {
    accessToken: apiKey,
    refreshToken: null,
    idToken: null,
    tokenType: 'apiKey',
    expiresInSeconds: null,
    scopes: [],
    sub: '',
  }
  const token = { appId, owner, externalIdentifier, requestedScopes: [], answer, grantedBy }
  const [tokenId = ''] = await storeTokens(projectId, [token], { actor, event })
  return { tokenId }
}

/** @throws OutboundError when an app is not there or is of the other type */
export async function requireTypes(projectId: string, appIds: readonly string[], type: 'oauth' | 'apiKey') {
  const types = await findAppTypes(projectId, appIds)
  for (const appId of appIds) {
    const found = types.get(appId)
    if (found === undefined) throw new OutboundError('notFound')
    if (found !== type) throw new OutboundError(type === 'oauth' ? 'notOAuth' : 'notApiKey')
  }
}

/**
 * Keeps several tokens, all of them or none. No two may be of the same owner, app, account and set of scopes.
 * @returns their ids, in their order
 * @throws OutboundError `notFound` or `noLongerAllowed`; IdentityError when a user or a tenant is not there
 */
export async function storeTokens(
  projectId: string,
  tokens: readonly TokenToStore[],
  { actor, event = 'issued', detail = '', ofMember = false }: StoreOptions,
): Promise<string[]> {
  const slots = tokens.map(toSlot)
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const taken = new Map((await findTaken(projectId, slots)).map((each) => [slotText(each), each]))
    const rows: NewToken[] = []
    for (const [at, slot] of slots.entries()) {
      const token = tokens[at]
      if (token) rows.push(await toRow(projectId, token, slot, taken.get(slotText(slot))))
    }
    // In one order for all: two batches do not wait for each other.
    const inOrder = rows.toSorted((a, b) => (slotText(a) < slotText(b) ? -1 : 1))
    if (await putTokens(projectId, inOrder, { type: event, actor, detail, ofMember })) return rows.map(({ id }) => id)
  }
  throw new Error('A token could not be stored: others kept writing it.')
}

async function toRow(
  projectId: string,
  { owner, requestedScopes, answer, grantedBy }: TokenToStore,
  slot: Slot,
  taken: TakenSlot | undefined,
): Promise<NewToken> {
  const place = { projectId, tokenId: taken?.id ?? newId(), version: (taken?.version ?? 0) + 1 }
  const refreshToken = answer.refreshToken ?? (await keptRefreshToken(taken, answer))
  const requested = toScopeSet(requestedScopes)
  const granted = answer.scopes === null ? requested : toScopeSet(answer.scopes)
  return {
    ...slot,
    ...toOwnerColumns(owner),
    ...(await sealTokens(place, { ...answer, refreshToken })),
    id: place.tokenId,
    version: place.version,
    requestedScopes: requested,
    grantedScopes: granted,
    grantedKey: toScopesKey(granted),
    tokenType: answer.tokenType,
    tokenSub: answer.sub,
    expiresInSeconds: answer.expiresInSeconds,
    grantedBy,
  }
}

/**
 * Some providers give a refresh token at the first consent only: it stays when the same account connects once more. One
 * that the provider has refused does not.
 */
async function keptRefreshToken(taken: TakenSlot | undefined, { sub }: GivenTokens): Promise<Secret | null> {
  if (!taken?.refreshSealed || taken.status !== 'active' || sub === '' || taken.tokenSub !== sub) return null
  return await openToken(taken, 'refreshSealed', taken.refreshSealed)
}

function toSlot({ appId, owner, externalIdentifier, requestedScopes }: TokenToStore): Slot {
  const { ownerKey } = toOwnerColumns(owner)
  return { appId, ownerKey, externalIdentifier, requestedKey: toScopesKey(requestedScopes) }
}

function slotText({ appId, ownerKey, externalIdentifier, requestedKey }: Slot): string {
  return JSON.stringify([appId, ownerKey, externalIdentifier, requestedKey])
}
