import type { StepDefinition } from '../definition'
import { type StartStep, startStepSchema } from './schema'

export const startDefinition: StepDefinition<StartStep> = {
  label: 'Start',
  description: 'Where every execution begins.',
  create: () => ({ kind: 'start', next: {} }),
  ports: () => [{ id: 'default', label: 'Next' }],
  publishableSchema: startStepSchema,
  templates: () => [],
  writes: () => [],
}
