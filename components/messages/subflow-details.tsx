'use client'

import { Callout } from '@/components/ui/callout'
import { JsonView } from '@/components/ui/json-view'
import type { RunnerMessage } from '@/lib/engine/message'
import { Nothing, Section } from './call-parts'
import { handlingText } from './handling-text'

/** How a subflow ended: at one of its ends, with its outputs, or by an error. */
export function SubflowDetails({ message }: { message: Extract<RunnerMessage, { type: 'subflowEnded' }> }) {
  const { failure, outputs, exit } = message
  if (failure) {
    return (
      <Callout tone={message.move === null ? 'danger' : 'warning'} title={failure.message}>
        <p className="text-xs">
          Unhandled Error · <code className="font-mono">{failure.code}</code> · {handlingText(message)}
        </p>
      </Callout>
    )
  }
  return (
    <Section title="Outputs" note={exit ? `of ${exit.name}` : undefined}>
      {Object.keys(outputs).length > 0 ? (
        <JsonView value={outputs} label="outputs of the subflow" />
      ) : (
        <Nothing>The End step of the subflow has no outputs.</Nothing>
      )}
    </Section>
  )
}
