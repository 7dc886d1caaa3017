'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
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
import { createProject } from '@/lib/console/actions'
import { createProjectSchema } from '@/lib/console/schema'

export interface CreateProjectDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onCreated: (projectId: string) => void
}

export function CreateProjectDialog({ open, onOpenChange, onCreated }: CreateProjectDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="sm">
        <CreateProjectForm onOpenChange={onOpenChange} onCreated={onCreated} />
      </DialogContent>
    </Dialog>
  )
}

function CreateProjectForm({ onOpenChange, onCreated }: Omit<CreateProjectDialogProps, 'open'>) {
  const form = useForm({ resolver: zodResolver(createProjectSchema), defaultValues: { name: '' } })

  async function submit(values: { name: string }) {
    const result = await createProject(values)
    if (!result.ok) return applyActionError(form, result)
    toast.success(`Project ${values.name} is ready.`)
    onOpenChange(false)
    onCreated(result.data.id)
  }

  return (
    <Form form={form} onSubmit={submit} className="gap-0">
      <DialogHeader>
        <DialogTitle>New project</DialogTitle>
        <DialogDescription>
          Flows, connectors, executions and keys of a project are its own. You will be its admin.
        </DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-3">
        <ErrorSummary />
        <TextField name="name" label="Name" required autoComplete="off" placeholder="Production" />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton>Create project</SubmitButton>
      </DialogFooter>
    </Form>
  )
}
