import type { RunnerMessage } from '@/lib/engine/message'

type StepMessage = Extract<RunnerMessage, { type: 'connector' | 'action' | 'script' | 'subflowEnded' }>

/** How a failed step was handled, and where the execution went. */
export function handlingText({ handling, move, within }: StepMessage): string {
  if (handling === 'custom') return `Custom: left by the port ${move?.port ?? 'of the error'}`
  if (handling === 'ignore') return `Ignored: went on by the port ${move?.port ?? 'success'}`
  if (move?.to) return 'Automatic: back to the last screen, which shows the error'
  return `Automatic: no screen came before, so the ${within ? 'subflow' : 'execution'} failed`
}
