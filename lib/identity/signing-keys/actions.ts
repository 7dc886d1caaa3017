'use server'

import { defineAction } from '@/lib/console/define-action'
import { getProjectSettings, updateProjectSettings } from '@/lib/console/projects'
import { updateTokensSchema } from '../sessions/schema'
import * as schema from './schema'
import * as service from './service'

/** Lifetimes, claims and signing of a project's tokens; a new algorithm makes the next key. */
export const updateTokens = defineAction({
  input: updateTokensSchema,
  permission: 'settings.manage',
  subject: async ({ input }) => {
    const settings = await getProjectSettings(input.projectId)
    const { sessionLifetimeSeconds, refreshLifetimeSeconds, cookieDomain, scope } = settings
    const { jwtClaims, signingAlgorithm, signingRotationDays } = settings
    return {
      ...{ sessionLifetimeSeconds, refreshLifetimeSeconds, cookieDomain, scope },
      ...{ jwtClaims, signingAlgorithm, signingRotationDays },
    }
  },
  run: async ({ input: { projectId, ...settings } }) => {
    await updateProjectSettings(projectId, settings)
    await service.keepSigningKeys(projectId)
  },
  audit: ({ input }) => ({ action: 'project.updateTokens', targetId: input.projectId }),
})

export const rotateSigningKey = defineAction({
  input: schema.rotateSigningKeySchema,
  permission: 'settings.manage',
  run: ({ input: { atOnce }, projectId }) => service.rotateSigningKey(projectId, atOnce),
  audit: ({ input, data }) => ({ action: 'signingKey.rotate', targetId: data.id, data: { atOnce: input.atOnce } }),
})

export const removeSigningKey = defineAction({
  input: schema.removeSigningKeySchema,
  permission: 'settings.manage',
  run: ({ input: { keyId }, projectId }) => service.removeSigningKey(projectId, keyId),
  audit: ({ input }) => ({ action: 'signingKey.remove', targetId: input.keyId, severity: 'warn' }),
})
