import { z } from 'zod'

export const RETENTION_DAYS_DEFAULT = 30
export const RETENTION_DAYS_MAX = 3_650
export const RETENTION_EXECUTIONS_DEFAULT = 10_000
export const RETENTION_EXECUTIONS_MIN = 100
export const RETENTION_EXECUTIONS_MAX = 1_000_000

/** How long a project keeps its executions: whichever limit comes first. */
export const retentionFields = {
  retentionDays: z
    .number('Enter a number of days.')
    .int('Enter a whole number.')
    .min(1, 'Keep executions for at least 1 day.')
    .max(RETENTION_DAYS_MAX, `Enter ${RETENTION_DAYS_MAX} or less: ten years.`)
    .default(RETENTION_DAYS_DEFAULT),
  retentionExecutions: z
    .number('Enter a number of executions.')
    .int('Enter a whole number.')
    .min(RETENTION_EXECUTIONS_MIN, `Keep at least ${RETENTION_EXECUTIONS_MIN} executions.`)
    .max(RETENTION_EXECUTIONS_MAX, `Enter ${RETENTION_EXECUTIONS_MAX} or less.`)
    .default(RETENTION_EXECUTIONS_DEFAULT),
}

export interface RetentionLimits {
  retentionDays: number
  retentionExecutions: number
}

const projectScope = { projectId: z.string().min(1) }
export const updateRetentionSchema = z.object({
  ...projectScope,
  retentionDays: retentionFields.retentionDays.unwrap(),
  retentionExecutions: retentionFields.retentionExecutions.unwrap(),
})
export const cleanUpSchema = z.object(projectScope)
