import {
  Building2,
  Cable,
  KeyRound,
  ListTree,
  type LucideIcon,
  ScrollText,
  Settings,
  Unplug,
  UserCog,
  Users,
  Workflow,
} from 'lucide-react'
import type { Permission } from '@/lib/console/roles'

export interface NavigationItem {
  /** Below `/p/<projectId>/`. */
  segment: string
  label: string
  icon: LucideIcon
  permission: Permission
}

/** What there is in a project; shown as far as the role allows. */
export const NAVIGATION: readonly { label: string; items: readonly NavigationItem[] }[] = [
  {
    label: 'Build',
    items: [
      { segment: 'flows', label: 'Flows', icon: Workflow, permission: 'flows.read' },
      { segment: 'connectors', label: 'Connectors', icon: Cable, permission: 'connectors.read' },
      { segment: 'connections', label: 'Connections', icon: Unplug, permission: 'connections.read' },
      { segment: 'executions', label: 'Executions', icon: ListTree, permission: 'executions.read' },
    ],
  },
  {
    label: 'People',
    items: [
      { segment: 'users', label: 'Users', icon: Users, permission: 'users.read' },
      { segment: 'tenants', label: 'Tenants', icon: Building2, permission: 'tenants.read' },
    ],
  },
  {
    label: 'Project',
    items: [
      { segment: 'keys', label: 'Keys', icon: KeyRound, permission: 'keys.manage' },
      { segment: 'members', label: 'Members', icon: UserCog, permission: 'project.read' },
      { segment: 'audit', label: 'Audit', icon: ScrollText, permission: 'audit.read' },
      { segment: 'settings', label: 'Settings', icon: Settings, permission: 'settings.manage' },
    ],
  },
]
