'use client'

import { useRef, useState } from 'react'
import { SourceForm } from '@/components/form/source-form'
import { endpointBelow } from '@/lib/connectors/import/below-base'
import { type CurlImport as Read, readCurl } from '@/lib/connectors/import/curl/read-curl'
import type { ImportFormProps } from './import-form'
import { PlanForm } from './plan-form'
import { ReadFailure, Refusal } from './read-failure'
import { ReportSection } from './report-section'
import { StepPreview } from './step-preview'

/** A curl command becomes a connector and a step: first its text, then what will be made. */
export function CurlImport({ projectId, text, onTextChange, known, intoFlow, onDone }: ImportFormProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [read, setRead] = useState<Read | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const call = read?.call

  function change(next: string) {
    setRead(null)
    setRefused(null)
    onTextChange(next)
  }

  if (read && call) {
    const { connector, step } = call
    const relocate = (baseUrl: string) => endpointBelow(baseUrl, connector.baseUrl, step.endpoint)
    const stepBelow = (baseUrl: string) => ({ ...step, endpoint: relocate(baseUrl) ?? step.endpoint })
    return (
      <PlanForm
        projectId={projectId}
        imported={connector}
        fitting={known.filter(({ baseUrl }) => relocate(baseUrl) !== null)}
        submitLabel={
          intoFlow
            ? { fresh: 'Create connector and add step', existing: 'Add step' }
            : { fresh: 'Create connector', existing: 'Use this connector' }
        }
        onBack={() => setRead(null)}
        onDone={(made) => onDone(made, [{ step: stepBelow(made.baseUrl), answer: null }])}
      >
        {(baseUrl, isNew) => (
          <>
            <StepPreview step={stepBelow(baseUrl)} />
            <ReportSection
              report={isNew ? read.report : read.report.filter((line) => !line.ofNewConnector)}
              text={text}
            />
          </>
        )}
      </PlanForm>
    )
  }
  const failure = refused ? (
    <Refusal message={refused} />
  ) : read ? (
    <ReadFailure title="The command cannot be taken over yet" report={read.report} text={text} area={area} />
  ) : null
  return (
    <SourceForm
      label="curl command"
      placeholder={"curl https://api.example.com/v1/customers -H 'Authorization: Bearer …'"}
      accept=".sh,.txt,text/plain"
      hint="From an API’s documentation, from Copy as cURL of a browser, or from Postman. It is read here and not run; nothing is sent."
      value={text}
      onChange={change}
      onRefused={setRefused}
      area={area}
      failure={failure}
      submitLabel="Preview"
      onSubmit={() => setRead(readCurl(text))}
    />
  )
}
