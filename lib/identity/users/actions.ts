'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/console/define-action'
import { unlockPassword } from '../passwords/lock'
import { endSession as end, endUserSessions as endAll } from '../sessions/service/end'
import { findUser } from './queries'
import { toUserAudit } from './response'
import type { NewUser, UserPatch } from './schema'
import * as service from './service'

const projectId = z.string().min(1).max(40)
const userId = z.string().min(1).max(40)
const ofUser = z.object({ projectId, userId })

const subject = async ({ input }: { input: z.output<typeof ofUser> }) => {
  const user = await findUser(input.projectId, input.userId)
  return user ? toUserAudit(user) : null
}

export const createUser = defineAction({
  // Parsed by the service, whose messages carry the form's own field paths.
  input: z.object({ projectId, user: z.custom<NewUser>() }),
  permission: 'users.write',
  run: async ({ input }) => {
    const { id, name } = await service.createUser(input.projectId, input.user)
    return { id, name }
  },
  subject: async ({ input, data }) => (data ? subject({ input: { ...input, userId: data.id } }) : null),
  audit: ({ data }) => ({ action: 'user.create', targetId: data.id, userId: data.id, data: { name: data.name } }),
})

/** What is left out stays. */
export const updateUser = defineAction({
  input: ofUser.extend({ patch: z.custom<UserPatch>() }),
  permission: 'users.write',
  subject,
  run: async ({ input }) => {
    const { id, name } = await service.updateUser(input.projectId, input.userId, input.patch)
    return { id, name }
  },
  audit: ({ data }) => ({ action: 'user.update', targetId: data.id, userId: data.id, data: { name: data.name } }),
})

export const deleteUser = defineAction({
  input: ofUser,
  permission: 'users.write',
  subject,
  run: async ({ input }) => {
    const { id, name } = await service.deleteUser(input.projectId, input.userId)
    return { id, name }
  },
  audit: ({ data }) => ({ action: 'user.delete', targetId: data.id, userId: data.id, data: { name: data.name } }),
})

/** Forgets the wrong passwords that lock a user out. */
export const unlockUser = defineAction({
  input: ofUser,
  permission: 'users.write',
  run: ({ input }) => unlockPassword(input.projectId, input.userId),
  audit: ({ input }) => ({ action: 'user.unlock', targetId: input.userId, userId: input.userId }),
})

/** The refresh token is refused at once; a session JWT lapses by itself. */
export const revokeSession = defineAction({
  input: z.object({ projectId, sessionId: z.string().min(1).max(64) }),
  permission: 'sessions.revoke',
  run: ({ input }) => end(input.projectId, input.sessionId, 'operator'),
  audit: ({ input, data }) => ({ action: 'session.revoke', targetId: input.sessionId, userId: data.userId }),
})

export const revokeAllSessions = defineAction({
  input: ofUser,
  permission: 'sessions.revoke',
  run: async ({ input }) => ({ count: await endAll(input.projectId, input.userId, 'operator') }),
  audit: ({ input, data }) => ({
    action: 'session.revokeAll',
    targetId: input.userId,
    userId: input.userId,
    data: { count: data.count },
  }),
})
