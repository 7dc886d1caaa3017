'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
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
import { updateAccessKey } from '@/lib/identity/access-keys/actions'
import { type AccessKeyView, accessKeyChangeFormSchema, toChangeForm } from '@/lib/identity/access-keys/schema'
import { AccessKeyFields } from './access-key-fields'

export interface EditAccessKeyDialogProps {
  projectId: string
  accessKey: AccessKeyView
  onClose: () => void
}

/** Changes an access key; its secret stays. */
export function EditAccessKeyDialog({ projectId, accessKey, onClose }: EditAccessKeyDialogProps) {
  const router = useRouter()
  const form = useForm({
    resolver: zodResolver(accessKeyChangeFormSchema),
    defaultValues: toChangeForm(accessKey),
  })
  const { defaultValues, isDirty } = form.formState

  async function submit() {
    const begun: Record<string, unknown> = { ...defaultValues }
    // Only what was changed, as it was typed: somebody else may have changed the rest meanwhile.
    const changed = Object.entries(form.getValues()).filter(([name, value]) => !isSame(value, begun[name]))
    const result = await updateAccessKey({ projectId, keyId: accessKey.id, ...Object.fromEntries(changed) })
    if (!result.ok) return applyActionError(form, result)
    toast.success(`The key ${result.data.name} was saved.`)
    router.refresh()
    onClose()
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      {/* What was typed must not be lost by a press beside the dialog. */}
      <DialogContent onInteractOutside={(event) => (isDirty ? event.preventDefault() : undefined)}>
        <Form form={form} onSubmit={submit} className="min-h-0 gap-0">
          <DialogHeader>
            <DialogTitle>Edit {accessKey.name}</DialogTitle>
            <DialogDescription>
              Holds from the next exchange on; session JWTs that were given out keep what they have until they lapse.
              When a key expires and which user it acts as cannot be changed: make a new key for that.
            </DialogDescription>
          </DialogHeader>
          <DialogBody className="grid gap-4">
            <ErrorSummary />
            <AccessKeyFields />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <SubmitButton whenDirty>Save key</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  )
}

/** Of texts and lists of texts. */
function isSame(value: unknown, other: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(other)
}
