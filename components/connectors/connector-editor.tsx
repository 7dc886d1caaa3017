'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { type FieldValues, useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { fetchJson, projectPath } from '@/components/api/fetch-json'
import { ConflictCallout } from '@/components/form/conflict-callout'
import { EditingAllowed } from '@/components/form/editable'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { useLeaveGuard } from '@/components/form/use-leave-guard'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card, CardContent, CardFooter } from '@/components/ui/card'
import { UsesList } from '@/components/usage/uses-list'
import { createConnector, updateConnector } from '@/lib/connectors/actions'
import type { ConnectorExample } from '@/lib/connectors/examples/schema'
import type { ConnectorView } from '@/lib/connectors/types'
import type { FlowUse } from '@/lib/flow-catalog/usage/types'
import type { ActionResult } from '@/lib/result'
import type { ConnectorForm } from './connector-form'
import type { TestInputs } from './test-inputs'
import { TestPanel } from './test-panel'

export interface ConnectorEditorProps {
  projectId: string
  /** Null: a new one. */
  connector: ConnectorView | null
  /** Where it was used when the page was loaded. */
  uses: readonly FlowUse[]
  /** The answers that were kept, by call. */
  examples: readonly ConnectorExample[]
  canWrite: boolean
  canTest: boolean
}

interface PendingSave {
  uses: readonly FlowUse[]
  answer: (save: boolean) => void
}

/** The form of a connector with its test panel. Nothing that was typed is lost when a save is refused. */
export function TypedEditor<Values extends FieldValues, Inputs extends TestInputs>({
  kind,
  projectId,
  connector,
  uses,
  examples,
  canWrite,
  canTest,
}: ConnectorEditorProps & { kind: ConnectorForm<Values, Inputs> }) {
  const router = useRouter()
  // What the form began from: the prop is what the server has now, and the two differ when someone else saved.
  const [base, setBase] = useState(connector)
  const [conflict, setConflict] = useState(false)
  const [pending, setPending] = useState<PendingSave | null>(null)
  // `values` that never change do what `defaultValues` do, whose type cannot follow a form that is not known here.
  const [first] = useState(() => kind.toValues(base?.definition ?? null))
  const form = useForm<Values>({ resolver: zodResolver(kind.schema), values: first })
  const { isDirty, isSubmitSuccessful } = form.formState
  const guard = useLeaveGuard(isDirty && !(isSubmitSuccessful && base === null))

  /** Saves what was typed. @returns whether the server has it now */
  async function save(values: Values, version = base?.version): Promise<boolean> {
    form.clearErrors('root')
    if (base && kind.movesFlows(base.definition, values) && !(await confirmMove())) return false
    const result = await send(values, version)
    if (!result.ok) {
      if (result.code === 'conflict') {
        setConflict(true)
        router.refresh()
      } else applyActionError(form, toFormFailure(result, kind.fieldNames ?? {}))
      return false
    }
    setConflict(false)
    if (base === null) {
      toast.success(`${result.data.name} was created. Test it now.`)
      form.reset(values)
      router.push(`/p/${projectId}/connectors/${result.data.id}`)
      return true
    }
    adopt(result.data)
    toast.success('Saved. Flows use it from now on.')
    router.refresh()
    return true
  }

  async function send(values: Values, version: number | undefined): Promise<ActionResult<ConnectorView>> {
    const input = kind.toInput(values)
    try {
      if (base === null || version === undefined) return await createConnector({ projectId, connector: input })
      return await updateConnector({ projectId, connectorId: base.id, version, connector: input })
    } catch {
      const message = 'The server cannot be reached. Check that Patchbay is running, then save again.'
      return { ok: false, code: 'unexpected', message }
    }
  }

  function adopt(stored: ConnectorView) {
    setBase(stored)
    setConflict(false)
    form.reset(kind.toValues(stored.definition))
  }

  async function confirmMove(): Promise<boolean> {
    if (!base) return true
    const current = await fetchJson<FlowUse[]>(projectPath(projectId, 'connectors', base.id, 'used-in')).catch(
      () => uses,
    )
    if (current.length === 0) return true
    return await new Promise<boolean>((answer) => setPending({ uses: current, answer }))
  }

  function settle(answer: boolean) {
    pending?.answer(answer)
    setPending(null)
  }

  const saveNow = () =>
    new Promise<boolean>((done) => {
      void form.handleSubmit(
        async (values) => done(await save(values)),
        () => done(false),
      )()
    })
  const newest = connector && base && connector.version !== base.version ? connector : null

  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <Form form={form} onSubmit={async (values) => void (await save(values))} className="gap-0">
        <Card>
          <CardContent className="pt-5">
            <fieldset className="grid min-w-0 gap-5">
              <legend className="sr-only">Settings</legend>
              {canWrite ? null : (
                <Callout tone="info">
                  You can look at this connector. Changing it needs the role editor or admin.
                </Callout>
              )}
              <ErrorSummary />
              {conflict ? (
                <ConflictCallout
                  thing="connector"
                  ready={newest !== null}
                  onTheirs={() => newest && adopt(newest)}
                  onMine={() => newest && void form.handleSubmit((values) => save(values, newest.version))()}
                />
              ) : null}
              <EditingAllowed value={canWrite}>
                <kind.Fields stored={base?.storedSecrets ?? []} before={base?.definition ?? null} />
              </EditingAllowed>
            </fieldset>
          </CardContent>
          {canWrite ? (
            <CardFooter className="sticky bottom-0 z-10">
              <span role="status" className="mr-auto text-subtle text-xs">
                {isDirty ? 'Unsaved changes' : ''}
              </span>
              {isDirty && base !== null ? (
                <Button onClick={() => form.reset(kind.toValues(base.definition))}>Discard changes</Button>
              ) : null}
              <SubmitButton whenDirty={base !== null}>{base === null ? 'Create connector' : 'Save'}</SubmitButton>
            </CardFooter>
          ) : null}
        </Card>
      </Form>
      <TestPanel
        kind={kind.test}
        projectId={projectId}
        connector={base}
        form={form}
        canTest={canTest}
        canWrite={canWrite}
        examples={examples}
        onSave={canWrite && isDirty ? saveNow : null}
      />
      <ConfirmDialog
        open={pending !== null}
        onOpenChange={(open) => (open ? undefined : settle(false))}
        destructive={false}
        title="Flows that use this connector change at once"
        description="You change where it calls or what lies in the context. These flows call and read it from now on, without being published again:"
        confirmLabel="Save changes"
        cancelLabel="Keep editing"
        onConfirm={() => settle(true)}
      >
        <UsesList projectId={projectId} uses={pending?.uses ?? []} />
      </ConfirmDialog>
      <ConfirmDialog
        open={guard.asking}
        onOpenChange={(open) => (open ? undefined : guard.stay())}
        title="Leave without saving?"
        description="What you changed in this connector is not saved and would be lost."
        confirmLabel="Leave without saving"
        cancelLabel="Keep editing"
        onConfirm={guard.leave}
      />
    </div>
  )
}

/** The server's field paths as the form has them. */
function toFormFailure(
  failure: { message: string; fields?: Record<string, string> },
  names: Readonly<Record<string, string>>,
) {
  const fields = Object.entries(failure.fields ?? {}).map(([path, message]) => [names[path] ?? path, message])
  return { message: failure.message, fields: Object.fromEntries(fields) }
}
