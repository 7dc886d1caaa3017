'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { ConflictCallout } from '@/components/form/conflict-callout'
import { Editable, EditingAllowed } from '@/components/form/editable'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { useLeaveGuard } from '@/components/form/use-leave-guard'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card, CardContent, CardFooter } from '@/components/ui/card'
import { createOutboundApp, updateOutboundApp } from '@/lib/outbound/apps/actions'
import type { OutboundAppType } from '@/lib/outbound/apps/schema'
import type { AppTemplate } from '@/lib/outbound/apps/templates/template'
import { findTemplate } from '@/lib/outbound/apps/templates/templates'
import type { OutboundAppView } from '@/lib/outbound/apps/types'
import type { ActionResult } from '@/lib/result'
import { type AppValues, appFormSchema, toInput, toNewValues, toValues } from './app-values'
import { CallbackCard } from './callback-card'
import { ClientFields } from './client-fields'
import { ConsentFields } from './consent-fields'
import { EndpointFields } from './endpoint-fields'
import { GeneralFields } from './general-fields'
import { TemplateInputs } from './template-inputs'

export interface AppEditorProps {
  projectId: string
  /** Null: a new one, of `begin`. */
  app: OutboundAppView | null
  begin?: { type: OutboundAppType; templateId: string | null }
  /** By Patchbay's own address. */
  callbackUrl: string
  canWrite: boolean
  /** Beside the form, under the callback URL: a test of what is saved. */
  children?: ReactNode
}

const LEAVE = 'What you changed in this connection is not saved and would be lost.'

/** The form of a connection. Nothing that was typed is lost when a save is refused. */
export function AppEditor({ projectId, app, begin, callbackUrl, canWrite, children }: AppEditorProps) {
  const router = useRouter()
  // What the form began from: the prop is what the server has now, and the two differ when someone else saved.
  const [base, setBase] = useState(app)
  const [conflict, setConflict] = useState(false)
  const template = findTemplate(app?.templateId ?? begin?.templateId ?? '') ?? null
  const form = useForm<AppValues>({
    resolver: zodResolver(appFormSchema),
    defaultValues: base ? toValues(base) : toNewValues(begin?.type ?? 'oauth', template),
  })
  const { isDirty, isSubmitSuccessful } = form.formState
  const guard = useLeaveGuard(isDirty && !(isSubmitSuccessful && base === null))
  const type = base?.type ?? template?.type ?? begin?.type ?? 'oauth'
  const newest = app && base && app.version !== base.version ? app : null

  async function save(values: AppValues, version = base?.version): Promise<void> {
    form.clearErrors('root')
    const result = await send(values, version)
    if (!result.ok) {
      if (result.code === 'conflict' && base !== null) {
        setConflict(true)
        router.refresh()
      } else applyActionError(form, result)
      return
    }
    if (base === null) {
      toast.success(`${result.data.name} was created.`)
      form.reset(values)
      router.push(`/p/${projectId}/connections/${result.data.id}`)
      return
    }
    adopt(result.data)
    toast.success('Saved.')
    router.refresh()
  }

  async function send(values: AppValues, version: number | undefined): Promise<ActionResult<OutboundAppView>> {
    const input = toInput(values)
    try {
      if (base === null || version === undefined) return await createOutboundApp({ projectId, app: input })
      return await updateOutboundApp({ projectId, appId: base.id, version, app: input })
    } catch {
      const message = 'The server cannot be reached. Check that Patchbay is running, then save again.'
      return { ok: false, code: 'unexpected', message }
    }
  }

  function adopt(stored: OutboundAppView) {
    setBase(stored)
    setConflict(false)
    form.reset(toValues(stored))
  }

  function registered(stored: OutboundAppView) {
    adopt(stored)
    router.refresh()
  }

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Form form={form} onSubmit={(values) => save(values)}>
        <Card>
          <CardContent className="grid gap-6 pt-5">
            {canWrite ? null : (
              <Callout tone="info">
                You can look at this connection. Changing it needs the role editor or admin.
              </Callout>
            )}
            <ErrorSummary />
            {conflict ? (
              <ConflictCallout
                thing="connection"
                ready={newest !== null}
                onTheirs={() => newest && adopt(newest)}
                onMine={() => newest && void form.handleSubmit((values) => save(values, newest.version))()}
              />
            ) : null}
            <EditingAllowed value={canWrite}>
              <Editable>
                <GeneralFields isNew={base === null} />
                {type === 'oauth' ? (
                  <>
                    {base === null && template?.inputs ? <TemplateInputs template={template} /> : null}
                    <ClientFields projectId={projectId} app={base} onRegistered={registered} />
                    <EndpointFields projectId={projectId} />
                    <ConsentFields />
                  </>
                ) : null}
              </Editable>
            </EditingAllowed>
          </CardContent>
          {canWrite ? (
            <CardFooter className="sticky bottom-0 z-10">
              <span role="status" className="mr-auto text-subtle text-xs">
                {isDirty ? 'Unsaved changes' : ''}
              </span>
              {isDirty && base !== null ? (
                <Button onClick={() => form.reset(toValues(base))}>Discard changes</Button>
              ) : null}
              <SubmitButton whenDirty={base !== null}>{base === null ? 'Create connection' : 'Save'}</SubmitButton>
            </CardFooter>
          ) : null}
        </Card>
      </Form>
      <aside className="grid gap-4">
        {type === 'oauth' ? (
          <CallbackCard control={form.control} callbackUrl={callbackUrl} template={template} />
        ) : (
          <KeyNotes template={template} />
        )}
        {children}
      </aside>
      <ConfirmDialog
        open={guard.asking}
        onOpenChange={(open) => (open ? undefined : guard.stay())}
        title="Leave without saving?"
        description={LEAVE}
        confirmLabel="Leave without saving"
        cancelLabel="Keep editing"
        onConfirm={guard.leave}
      />
    </div>
  )
}

/** How a key comes into a connection of API keys. */
function KeyNotes({ template }: { template: AppTemplate | null }) {
  return (
    <Callout tone="info" title="How keys come in">
      <p>
        Users and tenants enter their key in a flow, on a screen that shows it to nobody, or your backend uploads it. It
        is fetched like a token and does not lapse.
      </p>
      {template ? (
        <p className="mt-2">
          <a href={template.registerUrl} target="_blank" rel="noreferrer" className="underline underline-offset-2">
            Where {template.name} gives out keys
            <span className="sr-only"> (opens in a new tab)</span>
          </a>
        </p>
      ) : null}
    </Callout>
  )
}
