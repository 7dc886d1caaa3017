'use client'

import type { StartStep } from '@/lib/steps/start/schema'
import { useEditor } from '../../store/context'
import type { StepFormProps } from '../step-form-frame'

/** Start has no settings; it tells what an execution begins with. */
export function StartForm(_props: StepFormProps<StartStep>) {
  const kind = useEditor((state) => state.document.kind)
  return (
    <p className="text-pretty text-muted text-sm">
      Every execution begins here.{' '}
      {kind === 'interactive'
        ? 'Whoever starts the flow may pass values; the steps read them at '
        : 'The call that runs the flow passes its input; the steps read it at '}
      <code className="rounded-xs bg-sunken px-1 font-mono text-xs">{'{{client.…}}'}</code>.
    </p>
  )
}
