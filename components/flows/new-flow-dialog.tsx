'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { Controller, useForm } from 'react-hook-form'
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
import { createFlow } from '@/lib/flow-catalog/actions'
import { createFlowSchema, suggestFlowId } from '@/lib/flow-catalog/schema'

const formSchema = createFlowSchema.omit({ projectId: true }).extend({ id: flowIdSchema })

interface Values {
  id: string
  name: string
  kind: FlowKind
}

export interface NewFlowDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

export function NewFlowDialog({ projectId, open, onOpenChange }: NewFlowDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent>
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

  async function submit(values: Values) {
    try {
      const result = await createFlow({ projectId, ...values })
      if (!result.ok) return applyActionError(form, result)
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
        <TextField
          name="name"
          control={form.control}
          label="Name"
          required
          autoComplete="off"
          placeholder="Look up a customer"
          maxLength={100}
          onInput={(event) => {
            if (idTyped) return
            const name = event.currentTarget.value
            const id = name.trim() === '' ? '' : suggestFlowId(name)
            form.setValue('id', id, { shouldValidate: form.formState.isSubmitted })
          }}
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
