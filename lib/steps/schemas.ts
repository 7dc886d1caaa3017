import { z } from 'zod'
import { actionStepSchema } from './action/schema'
import { conditionStepSchema } from './condition/schema'
import { connectorStepSchema } from './connector/schema'
import { endStepSchema } from './end/schema'
import type { StepKind } from './kind'
import { screenStepSchema } from './screen/schema'
import { scriptletStepSchema } from './scriptlet/schema'
import { startStepSchema } from './start/schema'
import { subflowStepSchema } from './subflow/schema'

/** The shape of every kind of step, as drafts hold it. */
export const stepSchemas = {
  start: startStepSchema,
  screen: screenStepSchema,
  connector: connectorStepSchema,
  condition: conditionStepSchema,
  action: actionStepSchema,
  scriptlet: scriptletStepSchema,
  subflow: subflowStepSchema,
  end: endStepSchema,
} as const satisfies { [K in StepKind]: z.ZodType<{ kind: K }> }

export type StepOf<K extends StepKind> = z.infer<(typeof stepSchemas)[K]>
export type Step = { [K in StepKind]: StepOf<K> }[StepKind]

export const stepSchema = z.discriminatedUnion('kind', [
  stepSchemas.start,
  stepSchemas.screen,
  stepSchemas.connector,
  stepSchemas.condition,
  stepSchemas.action,
  stepSchemas.scriptlet,
  stepSchemas.subflow,
  stepSchemas.end,
])
