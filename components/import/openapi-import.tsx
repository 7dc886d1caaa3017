'use client'

import { useMemo, useRef, useState } from 'react'
import { SourceForm } from '@/components/form/source-form'
import { Label } from '@/components/ui/label'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { endpointBelow } from '@/lib/connectors/import/below-base'
import { toCommonHeaders } from '@/lib/connectors/import/openapi/common-headers'
import type { OpenApiDocument, OpenApiImport as Read } from '@/lib/connectors/import/openapi/read-openapi'
import { toOperationStep } from '@/lib/connectors/import/openapi/to-operation-step'
import { toSignIn } from '@/lib/connectors/import/sign-in'
import type { ImportedAuthentication, ImportedConnector, ReportLine } from '@/lib/connectors/import/types'
import { MOST_COPIED_STEPS } from '@/lib/flow/copied-steps'
import type { ImportFormProps } from './import-form'
import { OperationList } from './operation-list'
import { PlanForm } from './plan-form'
import { ReadFailure, Refusal } from './read-failure'
import { ReportSection } from './report-section'

/** An OpenAPI document becomes a connector, and of its operations those that are chosen become steps. */
export function OpenApiImport(props: ImportFormProps) {
  const { text, onTextChange } = props
  const area = useRef<HTMLTextAreaElement>(null)
  const [read, setRead] = useState<Read | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function preview() {
    setBusy(true)
    try {
      // Loaded when it is wanted: most pages never read a document.
      const { readOpenApi } = await import('@/lib/connectors/import/openapi/read-openapi')
      setRead(readOpenApi(text))
    } catch {
      setRefused('The page could not load what reads documents. Check that Patchbay is running, then try again.')
    } finally {
      setBusy(false)
    }
  }

  if (read?.document) {
    return <Plan {...props} document={read.document} report={read.report} onBack={() => setRead(null)} />
  }
  const failure = refused ? (
    <Refusal message={refused} />
  ) : read ? (
    <ReadFailure title="The document cannot be read yet" report={read.report} text={text} area={area} />
  ) : null
  return (
    <SourceForm
      label="OpenAPI document"
      placeholder={'openapi: 3.1.0\ninfo:\n  title: …'}
      accept=".json,.yaml,.yml,application/json,application/yaml"
      hint="OpenAPI 3.0 or 3.1, JSON or YAML, at most 1 MB. It is read in this browser; references to other files are not fetched."
      value={text}
      onChange={(next) => {
        setRead(null)
        setRefused(null)
        onTextChange(next)
      }}
      onRefused={setRefused}
      area={area}
      failure={failure}
      submitLabel="Preview"
      busy={busy}
      onSubmit={preview}
    />
  )
}

interface PlanProps extends ImportFormProps {
  document: OpenApiDocument
  report: readonly ReportLine[]
  onBack: () => void
}

const NO_SCHEME = 'none'

function Plan({ document, report, onBack, projectId, text, known, intoFlow, onDone }: PlanProps) {
  const [server, setServer] = useState(document.servers[0]?.url ?? '')
  const [scheme, setScheme] = useState(document.schemes[0]?.name ?? NO_SCHEME)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [optionalParameters, setOptionalParameters] = useState(false)
  const made = useMemo(
    () =>
      document.operations
        .filter(({ key }) => chosen.has(key))
        .map((operation) => toOperationStep(operation, document.references, { optionalParameters })),
    [document, chosen, optionalParameters],
  )
  const authentication = useMemo(
    (): ImportedAuthentication =>
      document.schemes.find(({ name }) => name === scheme)?.authentication ?? { method: 'none' },
    [document, scheme],
  )
  const common = useMemo(() => toCommonHeaders(made, authentication), [made, authentication])
  const imported = useMemo((): ImportedConnector => {
    const { headers } = common
    return { name: document.title, baseUrl: server, authentication, headers, insecure: false, retry: null }
  }, [document, server, authentication, common])
  const lines = [...report, ...common.report, ...made.flatMap((each) => each.report)]
  const count = made.length
  const steps = count === 1 ? 'step' : `${count} steps`
  return (
    <PlanForm
      // Another server or way to sign in is another form.
      key={`${server}\n${scheme}`}
      projectId={projectId}
      imported={imported}
      fitting={known.filter(({ baseUrl }) => endpointBelow(baseUrl, server, '/x') !== null)}
      submitLabel={{
        fresh: count > 0 && intoFlow ? `Create connector and add ${steps}` : 'Create connector',
        existing: intoFlow ? `Add ${count === 0 ? 'steps' : steps}` : 'Use this connector',
      }}
      refuse={(isNew) =>
        count > MOST_COPIED_STEPS
          ? `Choose at most ${MOST_COPIED_STEPS} operations at once.`
          : count === 0 && !isNew
            ? 'Choose at least one operation: the connector is there already.'
            : null
      }
      onBack={onBack}
      onDone={(connector) =>
        onDone(
          connector,
          made.map(({ step, answer }) => ({
            answer,
            step: { ...step, endpoint: endpointBelow(connector.baseUrl, server, step.endpoint) ?? step.endpoint },
          })),
        )
      }
      above={
        document.servers.length > 1 || document.schemes.length > 1 ? (
          <div className="grid gap-4 sm:grid-cols-2">
            {document.servers.length > 1 ? (
              <Choice
                label="Server"
                value={server}
                onChange={setServer}
                options={document.servers.map(({ url, description }) => ({ value: url, label: url, description }))}
              />
            ) : null}
            {document.schemes.length > 1 ? (
              <Choice
                label="Security scheme"
                value={scheme}
                onChange={setScheme}
                options={document.schemes.map(({ name, authentication }) => ({
                  value: name,
                  label: name,
                  description: toSignIn(authentication)?.label ?? '',
                }))}
              />
            ) : null}
          </div>
        ) : null
      }
    >
      {() => (
        <>
          {document.operations.length > 0 ? (
            <OperationList operations={document.operations} chosen={chosen} onChange={setChosen}>
              <Label className="flex items-center gap-2 font-normal">
                <Switch checked={optionalParameters} onCheckedChange={setOptionalParameters} />
                With optional query parameters
              </Label>
            </OperationList>
          ) : null}
          <ReportSection report={lines} text={text} />
        </>
      )}
    </PlanForm>
  )
}

interface ChoiceProps {
  label: string
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string; description: string }[]
}

function Choice({ label, value, onChange, options }: ChoiceProps) {
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <Label>{label}</Label>
      <Select value={value} onValueChange={(next) => next !== '' && onChange(next)}>
        <SelectTrigger aria-label={label}>
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          {options.map((option) => (
            <SelectItem key={option.value} value={option.value} description={option.description || undefined}>
              {option.label}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
    </div>
  )
}
