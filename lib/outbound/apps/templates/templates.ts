import { commerceTemplates } from './commerce'
import { communicationTemplates } from './communication'
import { customerTemplates } from './customers'
import { developmentTemplates } from './development'
import { googleTemplates } from './google'
import { microsoftTemplates } from './microsoft'
import { serviceTemplates } from './services'
import { socialTemplates } from './social'
import type { AppTemplate } from './template'
import { workTemplates } from './work'

/** The providers that a connection may begin from. */
export const appTemplates: readonly AppTemplate[] = [
  ...googleTemplates,
  ...microsoftTemplates,
  ...developmentTemplates,
  ...workTemplates,
  ...communicationTemplates,
  ...customerTemplates,
  ...commerceTemplates,
  ...socialTemplates,
  ...serviceTemplates,
]

const byId = new Map(appTemplates.map((template) => [template.id, template]))

export function findTemplate(id: string): AppTemplate | undefined {
  return byId.get(id)
}
