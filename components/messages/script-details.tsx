'use client'

import { Callout } from '@/components/ui/callout'
import { JsonView } from '@/components/ui/json-view'
import type { RunnerMessage } from '@/lib/engine/message'
import { Section } from './call-parts'
import { handlingText } from './handling-text'
import { ScriptConsole } from './script-console'

/** A scriptlet: its arguments, what it wrote to its console, and how a failure was handled. */
export function ScriptDetails({ message }: { message: Extract<RunnerMessage, { type: 'script' }> }) {
  const { failure, args, run } = message
  return (
    <>
      {failure ? (
        <Callout tone={message.move === null ? 'danger' : 'warning'} title={failure.message}>
          <p className="text-xs">
            Script Execution · <code className="font-mono">{failure.code}</code> · {handlingText(message)}
          </p>
        </Callout>
      ) : null}
      {Object.keys(args).length > 0 ? (
        <Section title="Arguments">
          <JsonView value={args} label="arguments" />
        </Section>
      ) : null}
      {run.console.length > 0 ? (
        <Section title="Console" note={run.consoleCut ? 'cut: more was written than is kept' : undefined}>
          <ScriptConsole lines={run.console} />
        </Section>
      ) : null}
    </>
  )
}
