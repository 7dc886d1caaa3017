'use client'

import { Save, Send, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type UseFormReturn, useWatch } from 'react-hook-form'
import { Field } from '@/components/form/field'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import { listCallPlaceholders } from '@/lib/connectors/http/placeholders'
import type { ConnectorView } from '@/lib/connectors/types'
import { httpVerbs } from '@/lib/steps/connector/definition'
import type { ConnectorValues } from './connector-values'
import {
  initialTestInputs,
  isSecretPath,
  recallTest,
  rememberTest,
  type TestErrors,
  type TestInputs,
  toCall,
  toTestValues,
} from './test-inputs'
import { TestPayload } from './test-payload'
import { TestResults } from './test-results'
import { useConnectorTest } from './use-connector-test'

export interface TestPanelProps {
  projectId: string
  /** Null: not created yet, so there is nothing to test. */
  connector: ConnectorView | null
  form: UseFormReturn<ConnectorValues>
  canTest: boolean
  /** Saves what is unsaved in the form; null when nothing is. */
  onSave: (() => Promise<boolean>) | null
}

/** Sends requests through the very code that a flow uses, with the connector as it is saved. */
export function TestPanel({ projectId, connector, form, canTest, onSave }: TestPanelProps) {
  return (
    <Card aria-label="Test" className="xl:sticky xl:top-4 xl:max-h-[calc(100dvh-2rem)] xl:overflow-y-auto">
      <CardHeader>
        <CardTitle>Test</CardTitle>
        <CardDescription>
          {connector
            ? 'Sends a request through the same code that flows use.'
            : 'Create the connector first. Then send requests from here and read what comes back.'}
        </CardDescription>
      </CardHeader>
      {connector ? (
        <CardContent>
          {canTest ? (
            <TestForm projectId={projectId} connector={connector} form={form} onSave={onSave} />
          ) : (
            <Callout tone="info">Testing sends real requests. It needs the role editor or admin.</Callout>
          )}
        </CardContent>
      ) : null}
    </Card>
  )
}

interface TestFormProps {
  projectId: string
  connector: ConnectorView
  form: UseFormReturn<ConnectorValues>
  onSave: (() => Promise<boolean>) | null
}

function TestForm({ projectId, connector, form, onSave }: TestFormProps) {
  const [inputs, setInputs] = useState(initialTestInputs)
  const [errors, setErrors] = useState<TestErrors>({})
  const [saving, setSaving] = useState(false)
  const results = useRef<HTMLDivElement>(null)
  const { run, send, cancel } = useConnectorTest(projectId, connector.id)
  const baseUrl = useWatch({ control: form.control, name: 'baseUrl' })
  const headers = useWatch({ control: form.control, name: 'headers' })

  // The browser's memory is read after the first paint: the server cannot know it.
  useEffect(() => {
    const last = recallTest(projectId, connector.id)
    if (last) setInputs(last)
  }, [projectId, connector.id])

  const { call } = toCall(inputs)
  const paths = listCallPlaceholders({ headers }, call)
  const sending = run.status === 'sending'

  function change(part: Partial<TestInputs>) {
    setErrors({})
    setInputs((before) => ({ ...before, ...part }))
  }

  async function test(saveFirst: boolean) {
    const ready = toCall(inputs)
    setErrors(ready.errors)
    if (Object.keys(ready.errors).length > 0) return
    if (saveFirst && onSave) {
      setSaving(true)
      const saved = await onSave().finally(() => setSaving(false))
      if (!saved) return
    }
    rememberTest(projectId, connector.id, inputs)
    await send({ ...ready.call, values: toTestValues(inputs.values, paths) })
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
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-start gap-2">
          <Field label="Verb">
            {(attributes) => (
              <Select
                value={inputs.action}
                onValueChange={(value) => {
                  const action = httpVerbs.find((verb) => verb === value)
                  if (action) change({ action })
                }}
              >
                <SelectTrigger {...attributes} className="font-mono text-xs">
                  <SelectValue />
                </SelectTrigger>
                <SelectContent>
                  {httpVerbs.map((verb) => (
                    <SelectItem key={verb} value={verb} className="font-mono text-xs">
                      {verb}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            )}
          </Field>
          <Field
            label="Endpoint"
            error={errors.endpoint}
            description={
              <span className="break-all">
                Below {baseUrl || 'the base URL'}. May hold {'{{path}}'}.
              </span>
            }
          >
            {(attributes) => (
              <Input
                {...attributes}
                value={inputs.endpoint}
                autoComplete="off"
                spellCheck={false}
                placeholder="/customers?email={{form.email}}"
                className="font-mono text-xs"
                onChange={(event) => change({ endpoint: event.target.value })}
              />
            )}
          </Field>
        </div>
        <TestPayload inputs={inputs} errors={errors} onChange={change} />
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
                    onChange={(event) => change({ values: { ...inputs.values, [path]: event.target.value } })}
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
        <TestResults run={run} />
      </div>
    </div>
  )
}
