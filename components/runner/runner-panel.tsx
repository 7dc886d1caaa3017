'use client'

import { Play } from 'lucide-react'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ApiError } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { AsyncFailureCallout } from '@/components/messages/async-badge'
import { deriveAsyncCalls } from '@/components/messages/derive-async-calls'
import { deriveTrace, type FlowTrace } from '@/components/messages/derive-trace'
import { MessageList } from '@/components/messages/message-list'
import { ConnectCard } from '@/components/screen/connect-card'
import { ScreenForm } from '@/components/screen/screen-form'
import { ScreenSurface } from '@/components/screen/screen-theme'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import { InputsEditor } from './inputs-editor'
import { RunControls } from './run-controls'
import { RunResult, RunStatus } from './run-status'
import {
  emptyInputs,
  type InputErrors,
  loadInputs,
  type RunnerInputs,
  readInputs,
  saveInputs,
  toInputErrors,
} from './runner-inputs'
import { type BeforeRun, type RunVersion, useRunner } from './use-runner'

export interface RunnerPanelProps {
  projectId: string
  flowId: string
  liveVersion: number | null
  /** Published versions, newest first. Left out: all up to the live one. */
  versions?: readonly number[]
  /** The operator's role may run flows. */
  canRun: boolean
  /** Names of secret inputs on the flow's screens; never remembered. */
  secretFields?: readonly string[]
  /** Saves what is unsaved before the draft is run. */
  beforeRun?: BeforeRun
  /** What to light on the canvas; null when no execution is shown. */
  onTrace?: (trace: FlowTrace | null) => void
  selectedStepId?: string | null
  onSelectStep?: (stepId: string) => void
  onClose?: () => void
  className?: string
}

const VERSIONS_OFFERED = 30
const noFields: readonly string[] = []

/** Runs the flow beside its canvas: inputs, screens to fill in, and every message as it happens. */
export function RunnerPanel(props: RunnerPanelProps) {
  const { projectId, flowId, liveVersion, canRun, onTrace, selectedStepId, onSelectStep } = props
  const [executionId, setExecutionId] = useQueryState('execution', parseAsString.withOptions({ history: 'replace' }))
  const onExecutionId = useCallback((id: string | null) => void setExecutionId(id), [setExecutionId])
  const runner = useRunner({ projectId, flowId, executionId, onExecutionId, beforeRun: props.beforeRun })
  const [version, setVersion] = useState<RunVersion>('draft')
  const { inputs, setInputs, errors, check } = useInputs(props, runner.failure?.error ?? null)
  const versions = useMemo(() => props.versions ?? versionsUpTo(liveVersion), [props.versions, liveVersion])
  const { messages, status, live, work, reply } = runner

  const shown = runner.executionId !== null
  useEffect(() => onTrace?.(shown ? deriveTrace(messages) : null), [onTrace, shown, messages])
  useEffect(() => () => onTrace?.(null), [onTrace])

  function run() {
    const given = check()
    if (given) void runner.run(version, given)
  }

  function close() {
    // An ended execution is put away; one that still waits is found again when the panel opens.
    if (!live) runner.clear()
    props.onClose?.()
  }

  const starting = work === 'preparing' || work === 'starting'
  const asyncCalls = useMemo(() => deriveAsyncCalls(messages), [messages])
  const screen = live && reply?.action === 'screen' ? reply : null
  const connect = live && status === 'waiting' ? (reply?.connect ?? null) : null
  const { connecting } = runner
  return (
    <section aria-label="Runner" className={cn('flex h-full min-h-0 min-w-0 flex-col bg-surface', props.className)}>
      <RunControls
        version={version}
        onVersionChange={setVersion}
        versions={versions}
        liveVersion={liveVersion}
        canRun={canRun}
        live={live}
        again={shown}
        starting={starting}
        cancelling={work === 'cancelling'}
        onRun={run}
        onCancel={() => void runner.cancel()}
        onClose={props.onClose ? close : undefined}
      />
      <div className="max-h-[60%] shrink-0 overflow-y-auto [scrollbar-width:thin]">
        {live ? null : <InputsEditor inputs={inputs} errors={errors} onChange={setInputs} />}
        {runner.executionId && status ? (
          <RunStatus
            projectId={projectId}
            executionId={runner.executionId}
            status={status}
            messages={messages}
            connection={runner.connection}
          />
        ) : null}
        {runner.failure ? (
          <div className="p-3">
            <RequestError title={runner.failure.title} error={runner.failure.error} />
          </div>
        ) : null}
        {live && runner.error ? (
          <div className="p-3">
            <RequestError title="The live view has stopped" error={runner.error} onRetry={runner.reconnect} />
          </div>
        ) : null}
        {screen?.screen.view ? (
          <section aria-label="Screen to fill in" className="border-line border-b bg-canvas p-3">
            <h3 className="mb-2 font-medium text-muted text-xs">Screen · {screen.stepName}</h3>
            <ScreenSurface className="border border-line" cardClassName="p-4">
              <ScreenForm
                key={screen.stepId}
                view={screen.screen.view}
                onSubmit={(interactionId, input) => void runner.submit(interactionId, input)}
                busy={work === 'submitting'}
                disabled={!canRun}
              />
            </ScreenSurface>
          </section>
        ) : null}
        {connect ? (
          <section aria-label="Account to connect" className="border-line border-b bg-canvas p-3">
            <ScreenSurface className="border border-line" cardClassName="p-4">
              <ConnectCard
                connect={connect}
                stage={connecting.stage}
                busy={connecting.busy}
                disabled={!canRun}
                onConnect={connecting.connect}
                onCancel={connecting.cancel}
                onFocus={connecting.focus}
              />
            </ScreenSurface>
          </section>
        ) : null}
        {live ? null : <RunResult messages={messages} />}
        <AsyncFailureCallout calls={asyncCalls} />
      </div>
      {work === 'resuming' ? (
        <Loading />
      ) : (
        <MessageList
          key={runner.executionId}
          messages={messages}
          executionId={runner.executionId ?? ''}
          live={live || asyncCalls.pending > 0}
          selectedStepId={selectedStepId}
          onSelectStep={onSelectStep}
          empty={shown ? <Loading /> : <Empty canRun={canRun} />}
          className="flex-1"
        />
      )}
    </section>
  )
}

/**
 * The inputs of a flow, remembered in this browser. Read after the first render: the server knows none.
 * @param failure what the server said last: what of it is about an input is shown there until something is changed
 */
function useInputs({ projectId, flowId, secretFields = noFields }: RunnerPanelProps, failure: ApiError | null) {
  const key = `patchbay.runner.${projectId}.${flowId}`
  const [inputs, setInputs] = useState<RunnerInputs>(emptyInputs)
  const [errors, setErrors] = useState<InputErrors>({})
  useEffect(() => setInputs(loadInputs(localStorage, key)), [key])
  useEffect(() => {
    if (failure) setErrors(toInputErrors(failure.fields))
  }, [failure])

  return {
    inputs,
    errors,
    setInputs(next: RunnerInputs) {
      setInputs(next)
      setErrors({})
    },
    /** The inputs to send; null when one is wrong, which is then shown. */
    check() {
      const read = readInputs(inputs)
      if ('errors' in read) {
        setErrors(read.errors)
        return null
      }
      setErrors({})
      saveInputs(localStorage, key, inputs, secretFields)
      return read.value
    },
  }
}

function versionsUpTo(live: number | null): number[] {
  return Array.from({ length: Math.min(live ?? 0, VERSIONS_OFFERED) }, (_, index) => (live ?? 0) - index)
}

function Empty({ canRun }: { canRun: boolean }) {
  if (!canRun) {
    return (
      <EmptyState
        icon={Play}
        headingLevel={3}
        title="You can look at this flow"
        description="Running it needs the role editor or admin. Ask an admin of the project."
        className="m-3 py-10"
      />
    )
  }
  return (
    <EmptyState
      icon={Play}
      headingLevel={3}
      title="Run the flow"
      description="Press Run. Each step appears here as it happens, and lights up on the canvas: open one to read its request and response, or what the context was before and after."
      className="m-3 py-10"
    />
  )
}

function Loading() {
  return (
    <div className="grid gap-3 p-3">
      {[0, 1, 2].map((row) => (
        <Skeleton key={row} className="h-10" />
      ))}
    </div>
  )
}
