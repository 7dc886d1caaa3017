'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { Controller, useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { Button } from '@/components/ui/button'
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
import { type FlowKind, flowIdSchema } from '@/lib/flow/schema'
import { flowTemplates } from '@/lib/flow/templates/registry'
import { createFlow } from '@/lib/flow-catalog/actions'
import { createFlowSchema, suggestFlowId } from '@/lib/flow-catalog/schema'
import { TemplatePicker } from './template-picker'

const formSchema = createFlowSchema.omit({ projectId: true }).extend({ id: flowIdSchema })

interface Values {
  id: string
  name: string
  kind: FlowKind
  template?: string | undefined
}

export interface NewFlowDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function NewFlowDialog({ projectId, open, onOpenChange }: NewFlowDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="lg">
        <NewFlowForm projectId={projectId} />
      </DialogContent>
    </Dialog>
  )
}

function NewFlowForm({ projectId }: { projectId: string }) {
  const router = useRouter()
  const form = useForm<Values>({
    resolver: zodResolver(formSchema),
    defaultValues: { id: '', name: '', kind: 'interactive' },
  })
  const idTyped = form.formState.dirtyFields.id === true
  const template = form.watch('template')

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

  async function submit(values: Values) {
    try {
      const result = await createFlow({ projectId, ...values })
      if (!result.ok) return applyActionError(form, result)
      const { missing } = result.data
      if (missing.length > 0)
        toast.warning(
          `The project has no connector named ${missing.join(', ')}. Choose others in the steps that call them.`,
        )
      router.push(`/p/${projectId}/flows/${result.data.id}`)
    } catch {
      form.setError('root', {
        message: 'The server cannot be reached. Check that Patchbay is running, then try again.',
      })
    }
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
