'use client'

import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { Section } from '@/components/messages/call-parts'
import { formatDuration } from '@/components/messages/format'
import { ScriptConsole } from '@/components/messages/script-console'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { JsonView } from '@/components/ui/json-view'
import type { ScriptOutcome } from '@/lib/scripts/protocol'
import type { TypedValue } from '@/lib/steps/typed-values'
import { PlainField } from '../../fields/plain-field'
import { useEditor, useEditorApi } from '../../store/context'
import { FormSection } from '../form-section'
import { readTestForm, readTestValue } from './test-values'
import { useScriptTest } from './use-script-test'

export interface TestPanelProps {
  code: string
  rows: readonly TypedValue[]
}

/** Runs the script as it stands with values that are typed here, in the sandbox that a flow uses. */
export function TestPanel({ code, rows }: TestPanelProps) {
  const { projectId } = useEditorApi()
  const readOnly = useEditor((state) => state.readOnly)
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [formText, setFormText] = useState('')
  const { run, send } = useScriptTest(projectId)
  const form = readTestForm(formText)
  if (readOnly) return null
  const keys = [...new Set(rows.map(({ key }) => key).filter((key) => key !== ''))]
  return (
    <FormSection
      title="Test"
      description="Runs the script with the values below and nothing else. Nothing is saved."
      action={
        <Button
          size="sm"
          variant="secondary"
          disabled={run.status === 'running' || form === null}
          onClick={() =>
            void send({
              code,
              args: Object.fromEntries(keys.map((key) => [key, readTestValue(values[key] ?? '')])),
              form: form ?? {},
            })
          }
        >
          <FlaskConical aria-hidden />
          {run.status === 'running' ? 'Running\u2026' : 'Run script'}
        </Button>
      }
    >
      {keys.map((key) => (
        <PlainField
          key={key}
          label={`args.${key}`}
          mono
          placeholder="Text, or JSON such as 12, true or [1, 2]"
          value={values[key] ?? ''}
          onChange={(text) => setValues({ ...values, [key]: text })}
        />
      ))}
      <PlainField
        label="form"
        mono
        multiline
        optional
        placeholder={'{"email": "ann@example.com"}'}
        value={formText}
        onChange={setFormText}
        error={form === null ? 'This is not a JSON object. Write one such as {"email": "ann@example.com"}.' : undefined}
      />
      <div aria-live="polite" className="grid min-w-0 grid-cols-1 gap-3">
        {run.status === 'failed' ? <Callout tone="danger" title={run.error.message} /> : null}
        {run.status === 'done' ? <Outcome outcome={run.outcome} /> : null}
      </div>
    </FormSection>
  )
}

function Outcome({ outcome }: { outcome: ScriptOutcome }) {
  const { failure, result, overrides, console, consoleCut, durationMs } = outcome
  return (
    <>
      {failure ? (
        <Callout tone="danger" title={failure.message}>
          <p className="text-xs">
            <code className="font-mono">{failure.code}</code> after {formatDuration(durationMs)}
          </p>
        </Callout>
      ) : (
        <Section title="Result" note={`in ${formatDuration(durationMs)}`}>
          <JsonView value={result} label="result" />
        </Section>
      )}
      {Object.keys(overrides).length > 0 ? (
        <Section title="Replaced in form">
          <JsonView value={overrides} label="replaced in form" />
        </Section>
      ) : null}
      {console.length > 0 ? (
        <Section title="Console" note={consoleCut ? 'cut: more was written than is kept' : undefined}>
          <ScriptConsole lines={console} />
        </Section>
      ) : null}
    </>
  )
}
