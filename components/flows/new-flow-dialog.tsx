'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { Controller, useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { z } from 'zod'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog'
import { RadioGroup, RadioOption } from '@/components/ui/radio-group'
import { makeSampleConnectors } from '@/lib/connectors/actions'
import type { MissingConnectors } from '@/lib/connectors/types'
import { type FlowKind, flowIdSchema } from '@/lib/flow/schema'
import { flowTemplates, listTemplateConnectors } from '@/lib/flow/templates/registry'
import { createFlow } from '@/lib/flow-catalog/actions'
import { createFlowSchema, suggestFlowId } from '@/lib/flow-catalog/schema'
import { TemplatePicker } from './template-picker'

const formSchema = createFlowSchema.omit({ projectId: true }).extend({ id: flowIdSchema, makeConnectors: z.boolean() })

interface Values {
  id: string
  name: string
  kind: FlowKind
  template?: string | undefined
  /** Makes those that the template calls and the sandbox answers. */
  makeConnectors: boolean
}

export interface NewFlowDialogProps {
  projectId: string
  missingConnectors: MissingConnectors
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function NewFlowDialog({ projectId, missingConnectors, open, onOpenChange }: NewFlowDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="lg">
        <NewFlowForm projectId={projectId} missingConnectors={missingConnectors} />
      </DialogContent>
    </Dialog>
  )
}

function NewFlowForm({ projectId, missingConnectors }: Pick<NewFlowDialogProps, 'projectId' | 'missingConnectors'>) {
  const router = useRouter()
  const form = useForm<Values>({
    resolver: zodResolver(formSchema),
    defaultValues: { id: '', name: '', kind: 'interactive', makeConnectors: true },
  })
  const idTyped = form.formState.dirtyFields.id === true
  const template = form.watch('template')
  const missing = listMissing(template, missingConnectors)

  function fillIn(name: string) {
    if (idTyped) return
    form.setValue('id', name.trim() === '' ? '' : suggestFlowId(name), { shouldValidate: form.formState.isSubmitted })
  }

  function choose(id: string | undefined) {
    const before = flowTemplates.find((one) => one.id === form.getValues('template'))
    const after = flowTemplates.find((one) => one.id === id)
    form.setValue('template', id)
    const name = form.getValues('name')
    // A name that was typed stays.
    if (name !== '' && name !== before?.name) return
    form.setValue('name', after?.name ?? '', { shouldValidate: form.formState.isSubmitted })
    fillIn(after?.name ?? '')
  }

  async function submit({ makeConnectors, ...values }: Values) {
    if (makeConnectors && missing.ofSandbox.length > 0) {
      const made = await makeSampleConnectors({ projectId, names: missing.ofSandbox })
      if (!made.ok) return applyActionError(form, made)
    }
    const result = await createFlow({ projectId, ...values })
    if (!result.ok) return applyActionError(form, result)
    const without = result.data.missing
    if (without.length > 0)
      toast.warning(
        `The project has no connector named ${without.join(', ')}. Choose others in the steps that call them.`,
      )
    router.push(`/p/${projectId}/flows/${result.data.id}`)
  }

  return (
    <Form form={form} onSubmit={submit} className="min-h-0 gap-0">
      <DialogHeader>
        <DialogTitle>New flow</DialogTitle>
        <DialogDescription>It begins as a draft. Nothing is live before you publish it.</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <ErrorSummary />
        <TemplatePicker value={template} onChange={choose} />
        <MissingNote missing={missing} />
        <TextField
          name="name"
          control={form.control}
          label="Name"
          required
          autoComplete="off"
          placeholder="Look up a customer"
          maxLength={100}
          onInput={(event) => fillIn(event.currentTarget.value)}
        />
        <TextField
          name="id"
          control={form.control}
          label="Id"
          required
          autoComplete="off"
          spellCheck={false}
          inputClassName="font-mono text-xs"
          maxLength={60}
          description="Callers name the flow by it. It cannot be changed later."
        />
        {template === undefined ? (
          <Controller
            name="kind"
            control={form.control}
            render={({ field }) => (
              <fieldset className="grid gap-2">
                <legend className="mb-2 font-medium text-sm">Kind</legend>
                <RadioGroup value={field.value} onValueChange={field.onChange} aria-label="Kind">
                  <RadioOption
                    value="interactive"
                    label="Interactive"
                    description="Shows screens to a person and goes on with what they enter."
                  />
                  <RadioOption
                    value="management"
                    label="Management"
                    description="Runs in one go, without screens, when a server calls it with a management key."
                  />
                </RadioGroup>
              </fieldset>
            )}
          />
        ) : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton>Create flow</SubmitButton>
      </DialogFooter>
    </Form>
  )
}

function listMissing(template: string | undefined, { names, ofSandbox }: MissingConnectors): MissingConnectors {
  const found = flowTemplates.find(({ id }) => id === template)
  const called = found ? listTemplateConnectors(found) : []
  return {
    names: called.filter((name) => names.includes(name)),
    ofSandbox: called.filter((name) => ofSandbox.includes(name)),
  }
}

/** Says before the flow is made which of its connectors are not there. */
function MissingNote({ missing: { names, ofSandbox } }: { missing: MissingConnectors }) {
  if (names.length === 0) return null
  const all = ofSandbox.length === names.length
  return (
    <Callout title={`The project has no connector named ${names.join(' or ')}`}>
      {ofSandbox.length > 0 ? (
        <SwitchField<Values>
          name="makeConnectors"
          label={all ? 'Make what is missing' : `Make ${ofSandbox.join(' and ')}`}
          className="mt-1.5"
          description="They call the sandbox that runs beside this server, so that the flow works at once."
        />
      ) : (
        'Choose others in the steps that call them, or make them first.'
      )}
    </Callout>
  )
}
