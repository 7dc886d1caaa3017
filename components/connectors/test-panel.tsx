'use client'

import { Save, Send, Square } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import { Field } from '@/components/form/field'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import type { ConnectorExample } from '@/lib/connectors/examples/schema'
import { isSecretPath } from '@/lib/connectors/secret-path'
import type { ConnectorView } from '@/lib/connectors/types'
import { identifyCall } from '@/lib/steps/connector/call-key'
import type { ConnectorTestForm } from './connector-form'
import { ExampleList } from './examples/example-list'
import { UseAsExample } from './examples/use-as-example'
import { recallTest, rememberTest, type TestErrors, type TestInputs, toTestValues } from './test-inputs'
import { TestResults } from './test-results'
import { useConnectorTest } from './use-connector-test'

export interface TestPanelProps<Values extends FieldValues, Inputs extends TestInputs> {
  kind: ConnectorTestForm<Values, Inputs>
  projectId: string
  /** Null: not created yet, so there is nothing to test. */
  connector: ConnectorView | null
  form: UseFormReturn<Values>
  canTest: boolean
  canWrite: boolean
  /** The answers that were kept, by call. */
  examples: readonly ConnectorExample[]
  /** Saves what is unsaved in the form; null when nothing is. */
  onSave: (() => Promise<boolean>) | null
}

/** Sends requests through the very code that a flow uses, with the connector as it is saved. */
export function TestPanel<Values extends FieldValues, Inputs extends TestInputs>(
  props: TestPanelProps<Values, Inputs>,
) {
  const { kind, projectId, connector, form, canTest, canWrite, examples, onSave } = props
  const panel = useRef<HTMLDivElement>(null)
  useOwnHeight(panel)
  return (
    <Card
      ref={panel}
      aria-label="Test"
      className="xl:sticky xl:top-[min(1rem,calc(100dvh-var(--panel-height,0px)-1rem))]"
    >
      <CardHeader>
        <CardTitle>Test</CardTitle>
        <CardDescription>
          {connector ? kind.description : 'Create the connector first. Then try it from here and read what comes back.'}
        </CardDescription>
      </CardHeader>
      {connector ? (
        <CardContent className="grid gap-4">
          {canTest ? (
            <TestForm {...{ kind, projectId, connector, form, canWrite, examples, onSave }} />
          ) : (
            <Callout tone="info">A test is a real call. It needs the role editor or admin.</Callout>
          )}
          <ExampleList {...{ projectId, examples, canWrite }} connectorId={connector.id} />
        </CardContent>
      ) : null}
    </Card>
  )
}

/**
 * Tells CSS how high a panel is. One that is higher than the window then stays at its bottom edge while the page scrolls,
 * and needs no scrollbar of its own around those of what it shows.
 */
function useOwnHeight(panel: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const element = panel.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      element.style.setProperty('--panel-height', `${element.offsetHeight}px`)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [panel])
}

interface TestFormProps<Values extends FieldValues, Inputs extends TestInputs>
  extends Omit<TestPanelProps<Values, Inputs>, 'connector' | 'canTest'> {
  connector: ConnectorView
}

function TestForm<Values extends FieldValues, Inputs extends TestInputs>(props: TestFormProps<Values, Inputs>) {
  const { kind, projectId, connector, form, canWrite, examples, onSave } = props
  const [inputs, setInputs] = useState(kind.initial)
  const [errors, setErrors] = useState<TestErrors>({})
  const [saving, setSaving] = useState(false)
  const router = useRouter()
  const results = useRef<HTMLDivElement>(null)
  const { run, send, cancel } = useConnectorTest(projectId, connector.id)
  const paths = kind.usePaths(form, inputs)

  // The browser's memory is read after the first paint: the server cannot know it.
  useEffect(() => {
    const last = recallTest(projectId, connector.id, kind.schema)
    if (last) setInputs(last)
  }, [projectId, connector.id, kind.schema])

  const sending = run.status === 'sending'
  const tested = run.status === 'done' && run.outcome.ok && canWrite ? identifyCall(run.request) : null

  function change(part: Partial<Inputs>) {
    setErrors({})
    setInputs((before) => ({ ...before, ...part }))
  }

  function changeValue(path: string, text: string) {
    setErrors({})
    setInputs((before) => ({ ...before, values: { ...before.values, [path]: text } }))
  }

  async function test(saveFirst: boolean) {
    const ready = kind.toCall(inputs)
    setErrors(ready.errors)
    if (Object.keys(ready.errors).length > 0) return
    if (saveFirst && onSave) {
      setSaving(true)
      const saved = await onSave().finally(() => setSaving(false))
      if (!saved) return
    }
    rememberTest(projectId, connector.id, inputs)
    await send({ ...ready.call, values: toTestValues(inputs.values, paths) })
    // It may have fetched an access token, which the page tells of.
    router.refresh()
    results.current?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <div className="grid gap-4">
      <form
        className="grid gap-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void test(onSave !== null)
        }}
      >
        <kind.Fields inputs={inputs} errors={errors} form={form} onChange={change} />
        {paths.length > 0 ? (
          <fieldset className="grid gap-2">
            <legend className="mb-2 font-medium text-sm">Values</legend>
            {paths.map((path) => (
              <Field key={path} label={<code className="font-mono text-xs">{path}</code>}>
                {(attributes) => (
                  <Input
                    {...attributes}
                    type={isSecretPath(path) ? 'password' : 'text'}
                    autoComplete={isSecretPath(path) ? 'new-password' : 'off'}
                    spellCheck={false}
                    className="font-mono text-xs"
                    value={inputs.values[path] ?? ''}
                    onChange={(event) => changeValue(path, event.target.value)}
                  />
                )}
              </Field>
            ))}
            <p className="text-subtle text-xs">
              Numbers, true, false and JSON are sent as such; put quotes around a number that is text. Empty: no value.
            </p>
          </fieldset>
        ) : null}
        <div className="flex flex-wrap items-center gap-2">
          {onSave ? (
            <>
              <Button type="submit" variant="primary" loading={saving} disabled={sending}>
                <Save aria-hidden /> Save and test
              </Button>
              <Button disabled={sending || saving} onClick={() => test(false)}>
                <Send aria-hidden /> Test as saved
              </Button>
            </>
          ) : (
            <Button type="submit" variant="primary" loading={sending}>
              <Send aria-hidden /> Send
            </Button>
          )}
          {sending ? (
            <Button onClick={cancel}>
              <Square aria-hidden /> Cancel
            </Button>
          ) : null}
        </div>
        {onSave ? (
          <p className="-mt-2 text-subtle text-xs">A test uses the saved settings, not your unsaved changes.</p>
        ) : null}
      </form>
      <div ref={results}>
        <TestResults run={run}>
          {run.status === 'done' && tested ? (
            <UseAsExample
              {...{ projectId, examples }}
              connectorId={connector.id}
              call={tested}
              value={run.outcome.value}
            />
          ) : null}
        </TestResults>
      </div>
    </div>
  )
}
