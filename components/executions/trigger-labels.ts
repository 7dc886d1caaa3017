import type { ExecutionTrigger } from '@/lib/runner/types'

/** How an execution was begun, in words. */
export const triggerLabels: Readonly<Record<ExecutionTrigger, string>> = {
  console: 'Runner',
  api: 'API',
  cli: 'Command line',
  hosted: 'Hosted page',
}
