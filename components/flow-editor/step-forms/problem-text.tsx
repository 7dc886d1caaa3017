import type { Problem } from '@/lib/flow/problems'
import type { Step } from '@/lib/steps/schemas'
import { problemLabel } from './problem-label'

/** What is wrong, with the field that it is about. */
export function ProblemText({ step, problem }: { step: Step | undefined; problem: Problem }) {
  const label = problemLabel(step, problem.path)
  return (
    <>
      {label === null ? null : <span className="font-medium">{label}: </span>}
      {problem.message}
    </>
  )
}
