'use server'

import { defineAction } from '@/lib/console/define-action'
import { getProjectSettings, updateProjectSettings } from '@/lib/console/projects'
import { updateSignInSchema } from './schema'

export const updateSignIn = defineAction({
  input: updateSignInSchema,
  permission: 'settings.manage',
  run: ({ input: { projectId: _scope, ...settings }, projectId }) => updateProjectSettings(projectId, settings),
  subject: async ({ input }) => {
    const { passwordMinLength, signInAttempts, signInAttemptsPerAddress, signInLockMinutes } = await getProjectSettings(
      input.projectId,
    )
    return { passwordMinLength, signInAttempts, signInAttemptsPerAddress, signInLockMinutes }
  },
  audit: ({ input }) => ({ action: 'project.updateSignIn', targetId: input.projectId }),
})
