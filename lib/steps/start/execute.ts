import type { StepExecutor } from '../executor'
import type { StartStep } from './schema'

export const startExecutor: StepExecutor<StartStep> = {
  compile: () => () => ({ type: 'next', port: 'default' }),
}
