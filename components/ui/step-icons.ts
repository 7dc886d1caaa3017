import { CircleCheckBig, Code, GitBranch, PanelsTopLeft, Play, Plug, Workflow, Zap } from 'lucide-react'

/** The icon of each kind of step, wherever one is shown. */
export const stepIcons = {
  start: Play,
  screen: PanelsTopLeft,
  connector: Plug,
  condition: GitBranch,
  action: Zap,
  scriptlet: Code,
  subflow: Workflow,
  end: CircleCheckBig,
} as const
