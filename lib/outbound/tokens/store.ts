import { setTimeout as sleep } from 'node:timers/promises'
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

/** Others may write the same slot at the same time; each round one of them has won, and the others wait longer. */
const MOST_ROUNDS = 10
const PAUSE_MS = 20
const LOOK_AGAIN_MS = 100
/** Longer than a refresh may take, and than the lease of one whose process has died. */
const LONGEST_WAIT_MS = 60_000

/**
 * Keeps what a provider gave. The same owner, account and requested set of scopes replaces what was there: the row and its
 * timeline stay. A refresh that is under way for the former token then writes nothing; where the former refresh token is
 * kept, it is waited for, because it may spend that.
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
 * @throws OutboundError `notFound`, `noLongerAllowed` or `contended`; IdentityError when a user or a tenant is not there
 */
export async function storeTokens(
  projectId: string,
  tokens: readonly TokenToStore[],
  { actor, event = 'issued', detail = '', ofMember = false }: StoreOptions,
): Promise<string[]> {
  const slots = tokens.map(toSlot)
  const waitUntil = performance.now() + LONGEST_WAIT_MS
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const taken = await findSettled(projectId, tokens, slots, waitUntil)
    const rows: NewToken[] = []
    for (const [at, slot] of slots.entries()) {
      const token = tokens[at]
      if (token) rows.push(await toRow(projectId, token, slot, taken.get(slotText(slot))))
    }
    // New ones are made in one order by all: two batches do not wait for each other.
    const inOrder = rows.toSorted((a, b) => (slotText(a) < slotText(b) ? -1 : 1))
    if (await putTokens(projectId, inOrder, { type: event, actor, detail, ofMember })) return rows.map(({ id }) => id)
    await sleep(Math.random() * PAUSE_MS * 2 ** Math.min(round, 6))
  }
  throw new OutboundError('contended')
}

/** What lies in the slots, once nobody refreshes what is to be kept of it. */
async function findSettled(
  projectId: string,
  tokens: readonly TokenToStore[],
  slots: readonly Slot[],
  waitUntil: number,
): Promise<ReadonlyMap<string, TakenSlot>> {
  for (;;) {
    const taken = new Map((await findTaken(projectId, slots)).map((each) => [slotText(each), each]))
    const waits = slots.some((slot, at) => {
      const former = taken.get(slotText(slot))
      const token = tokens[at]
      return former?.leased && token && keptOf(former, token.answer) !== null
    })
    if (!waits || performance.now() > waitUntil) return taken
    await sleep(LOOK_AGAIN_MS)
  }
}

async function toRow(
  projectId: string,
  { owner, requestedScopes, answer, grantedBy }: TokenToStore,
  slot: Slot,
  taken: TakenSlot | undefined,
): Promise<NewToken> {
  const place = { projectId, tokenId: taken?.id ?? newId(), version: (taken?.version ?? 0) + 1 }
  const kept = keptOf(taken, answer)
  const refreshToken = kept ? await openToken(kept, 'refreshSealed', kept.refreshSealed) : answer.refreshToken
  const requested = toScopeSet(requestedScopes)
  const granted = answer.scopes === null ? requested : toScopeSet(answer.scopes)
  return {
    ...slot,
    ...toOwnerColumns(owner),
    ...(await sealTokens(place, { ...answer, refreshToken })),
    id: place.tokenId,
    version: place.version,
    fence: taken?.fence ?? 0,
    // Whoever refreshes it next must know that its refresh token may be spent.
    refreshingVersion: kept && kept.refreshingVersion === kept.version ? place.version : null,
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
function keptOf(
  taken: TakenSlot | undefined,
  { refreshToken, sub }: GivenTokens,
): (TakenSlot & { refreshSealed: Buffer }) | null {
  if (refreshToken || !taken?.refreshSealed || taken.status !== 'active' || sub === '') return null
  return taken.tokenSub === sub ? { ...taken, refreshSealed: taken.refreshSealed } : null
}

function toSlot({ appId, owner, externalIdentifier, requestedScopes }: TokenToStore): Slot {
  const { ownerKey } = toOwnerColumns(owner)
  return { appId, ownerKey, externalIdentifier, requestedKey: toScopesKey(requestedScopes) }
}

function slotText({ appId, ownerKey, externalIdentifier, requestedKey }: Slot): string {
  return JSON.stringify([appId, ownerKey, externalIdentifier, requestedKey])
}
