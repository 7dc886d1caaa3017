'use server'

import { defineAction, defineLinkAction, defineOperatorAction } from './define-action'
import * as invitations from './invitations'
import * as keys from './keys'
import * as members from './members'
import { consoleUrl } from './origins'
import * as deletion from './project-deletion'
import * as projects from './projects'
import { findAuditedMember } from './queries'
import * as schema from './schema'
import * as setup from './setup'

export const completeSetup = defineLinkAction({
  input: schema.completeSetupSchema,
  run: async ({ input }) => {
    const { email } = await setup.completeSetup(input)
    return { email }
  },
})

export const acceptInvitation = defineLinkAction({
  input: schema.acceptInvitationSchema,
  run: ({ input }) => invitations.acceptInvitation(input),
})

export const completeReset = defineLinkAction({
  input: schema.completeResetSchema,
  run: ({ input }) => members.completeReset(input.token, input.password),
})

export const joinProject = defineOperatorAction({
  input: schema.joinProjectSchema,
  run: ({ input, operator }) => invitations.joinProject(input.token, operator),
})

export const createProject = defineOperatorAction({
  input: schema.createProjectSchema,
  ownerOnly: true,
  run: ({ input, operator }) => projects.createProject(input.name, operator.id),
})

export const updateProject = defineAction({
  input: schema.updateProjectSchema,
  permission: 'settings.manage',
  run: ({ input, projectId }) => projects.updateProject(projectId, input.name, { stepLimit: input.stepLimit }),
  subject: async ({ input }) => {
    const { name, stepLimit } = await projects.getGeneralSettings(input.projectId)
    return { name, stepLimit }
  },
  audit: ({ input }) => ({ action: 'project.update', targetId: input.projectId }),
})

export const updateOrigins = defineAction({
  input: schema.updateOriginsSchema,
  permission: 'settings.manage',
  run: ({ input: { allowedOrigins, redirectUrls }, projectId }) =>
    projects.updateProjectSettings(projectId, { allowedOrigins, redirectUrls }),
  subject: async ({ input }) => {
    const { allowedOrigins, redirectUrls } = await projects.getProjectSettings(input.projectId)
    return { allowedOrigins, redirectUrls }
  },
  audit: ({ input }) => ({ action: 'project.updateOrigins', targetId: input.projectId }),
})

export const updateConnect = defineAction({
  input: schema.updateConnectSchema,
  permission: 'settings.manage',
  run: ({ input: { confirmConnect }, projectId }) => projects.updateProjectSettings(projectId, { confirmConnect }),
  subject: async ({ input }) => {
    const { confirmConnect } = await projects.getProjectSettings(input.projectId)
    return { confirmConnect }
  },
  audit: ({ input }) => ({ action: 'project.updateConnect', targetId: input.projectId }),
})

// No audit entry: the log goes with the project.
export const deleteProject = defineAction({
  input: schema.deleteProjectSchema,
  permission: 'settings.manage',
  run: ({ input, projectId }) => deletion.deleteProject(projectId, input.confirmation),
})

export const createInvitation = defineAction({
  input: schema.createInvitationSchema,
  permission: 'members.manage',
  run: async ({ input, projectId, operator }) => {
    const { id, path } = await invitations.createInvitation(projectId, input.role, operator)
    return { id, url: `${consoleUrl()}${path}` }
  },
  audit: ({ input, data }) => ({ action: 'invitation.create', targetId: data.id, data: { role: input.role } }),
})

export const revokeInvitation = defineAction({
  input: schema.revokeInvitationSchema,
  permission: 'members.manage',
  run: ({ input, projectId }) => invitations.revokeInvitation(projectId, input.linkId),
  audit: ({ input }) => ({ action: 'invitation.revoke', targetId: input.linkId }),
})

export const changeRole = defineAction({
  input: schema.changeRoleSchema,
  permission: 'members.manage',
  run: ({ input, projectId }) => members.changeRole(projectId, input.operatorId, input.role),
  subject: ({ input }) => findAuditedMember(input.projectId, input.operatorId),
  audit: ({ input }) => ({ action: 'member.changeRole', targetId: input.operatorId }),
})

export const removeMember = defineAction({
  input: schema.memberSchema,
  permission: 'members.manage',
  run: ({ input, projectId }) => members.removeMember(projectId, input.operatorId),
  subject: ({ input }) => findAuditedMember(input.projectId, input.operatorId),
  audit: ({ input }) => ({ action: 'member.remove', targetId: input.operatorId }),
})

export const createResetLink = defineAction({
  input: schema.memberSchema,
  permission: 'members.manage',
  run: async ({ input, projectId, operator }) => {
    const { path } = await members.createResetLink(projectId, input.operatorId, operator)
    return { url: `${consoleUrl()}${path}` }
  },
  audit: ({ input }) => ({ action: 'member.createResetLink', targetId: input.operatorId }),
})

export const createKey = defineAction({
  input: schema.createKeySchema,
  permission: 'keys.manage',
  run: ({ input, projectId, operator }) => keys.createManagementKey(projectId, input.name, operator.id),
  audit: ({ input, data }) => ({ action: 'key.create', targetId: data.id, data: { name: input.name } }),
})

export const revokeKey = defineAction({
  input: schema.keySchema,
  permission: 'keys.manage',
  run: ({ input, projectId }) => keys.revokeManagementKey(projectId, input.keyId),
  audit: ({ input }) => ({ action: 'key.revoke', targetId: input.keyId }),
})
