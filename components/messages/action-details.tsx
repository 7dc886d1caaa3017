'use client'

import { EyeOff } from 'lucide-react'
import { Callout } from '@/components/ui/callout'
import { JsonView } from '@/components/ui/json-view'
import type { RunnerMessage } from '@/lib/engine/message'
import type { JsonObject } from '@/lib/language/json'
import { Section } from './call-parts'
import { handlingText } from './handling-text'

type ActionMessage = Extract<RunnerMessage, { type: 'action' }>

/** An action: what it was given, what came of it, and how a failure was handled. */
export function ActionDetails({ message }: { message: ActionMessage }) {
  const { failure, inputs, result } = message
  const masked = JSON.stringify(inputs).includes('••••')
  return (
    <>
      {failure ? (
        <Callout tone={message.move === null ? 'danger' : 'warning'} title={failure.message}>
          <p className="text-xs">
            Action Execution · <code className="font-mono">{failure.code}</code> · {handlingText(message)}
          </p>
        </Callout>
      ) : null}
      <Values title="Inputs" label="inputs" values={inputs} />
      <Values title="Result" label="result" values={result} />
      {masked ? (
        <p className="flex items-center gap-1.5 text-subtle text-xs">
          <EyeOff aria-hidden className="size-3.5 shrink-0" />
          •••• stands for a secret field: it never enters the context or a message.
        </p>
      ) : null}
    </>
  )
}

function Values({ title, label, values }: { title: string; label: string; values: JsonObject }) {
  if (Object.keys(values).length === 0) return null
  return (
    <Section title={title}>
      <JsonView value={values} label={label} maxHeight={320} bare />
    </Section>
  )
}
