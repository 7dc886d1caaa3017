import { findToken, releaseLease, renewLease, saveToken, takeLease } from './queries'
import { openToken, sealToken } from './secrets'
import { createTokenSharing, type TokenStore } from './share-token'

const database: TokenStore = {
  find: async (owner) => {
    const sealed = await findToken(owner)
    return sealed && openToken(owner, sealed)
  },
  takeLease,
  renewLease,
  releaseLease,
  save: async (owner, leaseId, token, usableSeconds) =>
    saveToken(owner, leaseId, await sealToken(owner, token), usableSeconds),
}

/** The access token of a connector, stored or new: one for all processes. */
export const getToken = createTokenSharing(database)
