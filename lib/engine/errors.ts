import type { ExecutionError } from './message'

/** Why the engine ends an execution as failed, in words; codes are stable. */
export const engineErrors = {
  stepLimit: (limit: number) => ({
    code: 'stepLimit',
    description: 'Step limit reached',
    message: `The execution visited ${limit.toLocaleString('en')} steps without waiting or ending. Look for a loop without a screen, or raise the step limit in the project settings.`,
  }),
  /** @param why a whole sentence */
  tooLarge: (why: string) => ({
    code: 'tooLarge',
    description: 'Too much data',
    message: `${why} Look for a loop in which a value grows, or take only what later steps need.`,
  }),
  missingStep: () => ({
    code: 'missingStep',
    description: 'Step not found',
    message: 'The step to go on with is not in this flow.',
  }),
  failureEnd: (stepName: string) => ({
    code: 'failureEnd',
    description: 'The flow ended as a failure',
    message: `The flow ended at \u201c${stepName}\u201d.`,
  }),
  subflowMissing: (flowId: string) => ({
    code: 'subflowMissing',
    description: 'Subflow not available',
    message:
      flowId === ''
        ? 'No flow is chosen. Choose the flow to run in the settings of the step.'
        : `The flow ${flowId} cannot be run: it is deleted, disabled, not published, or has no Start step.`,
  }),
  subflowDepth: (limit: number) => ({
    code: 'subflowDepth',
    description: 'Subflows too deep',
    message: `More than ${limit} flows run one another. Look for a flow that runs itself, by way of others.`,
  }),
  /** `code` and `text` are those of the step's failure. */
  stepFailed: (code: string, stepName: string, text: string) => ({
    code,
    description: `The step \u201c${stepName}\u201d failed`,
    message: text,
  }),
  unconnectedPort: (port: string, stepName: string) => ({
    code: 'unconnectedPort',
    description: `The port \u201c${port}\u201d leads nowhere`,
    message: `Connect the port \u201c${port}\u201d of the step \u201c${stepName}\u201d to a step.`,
  }),
} satisfies Record<string, (...facts: never[]) => ExecutionError>
