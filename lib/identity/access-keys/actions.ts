'use server'

import { defineAction } from '@/lib/console/define-action'
import { findAccessKey, toView } from './queries'
import * as schema from './schema'
import * as service from './service'

const audited = async (projectId: string, keyId: string) => {
  const key = await findAccessKey(projectId, keyId)
  return key && service.toKeyAudit(key)
}

export const createAccessKey = defineAction({
  input: schema.createAccessKeySchema,
  permission: 'keys.manage',
  run: async ({ input: { projectId, ...input }, operator }) => {
    const { key, secret } = await service.createAccessKey(projectId, input, operator.name)
    return { key: toView(key), secret }
  },
  subject: async ({ input, data }) => (data ? await audited(input.projectId, data.key.id) : null),
  audit: ({ data }) => ({ action: 'accessKey.create', targetId: data.key.id }),
})

/** What is left out stays. */
export const updateAccessKey = defineAction({
  input: schema.updateAccessKeySchema,
  permission: 'keys.manage',
  run: async ({ input: { projectId, keyId, ...patch } }) =>
    toView(await service.updateAccessKey(projectId, keyId, patch)),
  subject: ({ input }) => audited(input.projectId, input.keyId),
  audit: ({ input }) => ({ action: 'accessKey.update', targetId: input.keyId }),
})

export const setAccessKeyActive = defineAction({
  input: schema.setAccessKeyActiveSchema,
  permission: 'keys.manage',
  run: async ({ input: { keyId, active }, projectId }) =>
    toView(await service.setAccessKeyActive(projectId, keyId, active)),
  audit: ({ input, data }) => ({
    action: input.active ? 'accessKey.activate' : 'accessKey.deactivate',
    targetId: input.keyId,
    data: { name: data.name },
  }),
})

export const rotateAccessKey = defineAction({
  input: schema.accessKeySchema,
  permission: 'keys.manage',
  run: async ({ input: { keyId }, projectId }) => {
    const { key, secret } = await service.rotateAccessKey(projectId, keyId)
    return { key: toView(key), secret }
  },
  audit: ({ input, data }) => ({
    action: 'accessKey.rotate',
    targetId: input.keyId,
    data: { name: data.key.name },
  }),
})

export const deleteAccessKey = defineAction({
  input: schema.accessKeySchema,
  permission: 'keys.manage',
  subject: ({ input }) => audited(input.projectId, input.keyId),
  run: async ({ input: { keyId }, projectId }) => {
    await service.deleteAccessKey(projectId, keyId)
  },
  audit: ({ input }) => ({ action: 'accessKey.delete', targetId: input.keyId }),
})
