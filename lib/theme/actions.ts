'use server'

import { defineAction } from '@/lib/console/define-action'
import { getProjectSettings, updateProjectSettings } from '@/lib/console/projects'
import { updateThemeSchema } from './schema'

export const updateTheme = defineAction({
  input: updateThemeSchema,
  permission: 'settings.manage',
  run: ({ input: { theme }, projectId }) => updateProjectSettings(projectId, { theme }),
  subject: async ({ input }) => {
    const { theme } = await getProjectSettings(input.projectId)
    const { logo, light, dark, ...rest } = theme
    // An image in full would fill the log.
    const shown = logo.startsWith('data:') ? `${logo.slice(0, logo.indexOf(','))}, ${logo.length} characters` : logo
    return { ...rest, logo: shown, light: { ...light }, dark: { ...dark } }
  },
  audit: ({ input }) => ({ action: 'theme.update', targetId: input.projectId }),
})
