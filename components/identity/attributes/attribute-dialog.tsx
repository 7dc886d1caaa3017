'use client'

import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { LinesField } from '@/components/form/lines-field'
import { SelectField } from '@/components/form/select-field'
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
import { createAttribute, updateAttribute } from '@/lib/identity/attributes/actions'
import {
  ATTRIBUTE_TYPES,
  type Attribute,
  type AttributeSubject,
  attributeTypeLabels,
  hasOptions,
} from '@/lib/identity/attributes/schema'

export interface AttributeDialogProps {
  projectId: string
  subject: AttributeSubject
  /** Null: a new one. */
  attribute: Attribute | null
  onClose: () => void
}

const types = ATTRIBUTE_TYPES.map((value) => ({ value, ...attributeTypeLabels[value] }))
const NEW: Attribute = { name: '', displayName: '', type: 'text', options: [] }

export function AttributeDialog({ projectId, subject, attribute, onClose }: AttributeDialogProps) {
  const router = useRouter()
  const form = useForm<Attribute>({ defaultValues: attribute ?? NEW })
  const type = form.watch('type')

  async function submit(values: Attribute) {
    const options = values.options.map((line) => line.trim()).filter((line) => line !== '')
    const result = attribute
      ? await updateAttribute({
          projectId,
          subject,
          name: attribute.name,
          change: { displayName: values.displayName, options },
        })
      : await createAttribute({ projectId, subject, attribute: { ...values, options } })
    if (!result.ok) return applyActionError(form, { ...result, fields: withoutPrefix(result.fields) })
    toast.success(attribute ? 'The attribute was saved.' : `The attribute ${values.name} was added.`)
    router.refresh()
    onClose()
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent>
        <Form form={form} onSubmit={submit} className="min-h-0 gap-0">
          <DialogHeader>
            <DialogTitle>{attribute ? `Attribute ${attribute.name}` : 'New attribute'}</DialogTitle>
            <DialogDescription>
              {attribute
                ? 'Name and type stay as they are, because stored values depend on them.'
                : `Kept for each ${subject}; flows, the API and CSV files name it by its name.`}
            </DialogDescription>
          </DialogHeader>
          <DialogBody className="grid gap-4">
            <ErrorSummary />
            {attribute ? null : (
              <>
                <TextField name="name" label="Name" required autoComplete="off" placeholder="plan" />
                <SelectField name="type" label="Type" options={types} />
              </>
            )}
            <TextField name="displayName" label="Shown as" optional autoComplete="off" placeholder="Plan" />
            {hasOptions(type) ? (
              <LinesField
                name="options"
                label="Options"
                required
                rows={4}
                description={
                  attribute
                    ? 'One a line. Who has an option that you remove keeps it until it is changed.'
                    : 'One a line.'
                }
              />
            ) : null}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <SubmitButton>{attribute ? 'Save attribute' : 'Add attribute'}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  )
}

/** The action's input has the form inside `attribute` or `change`. */
function withoutPrefix(fields: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields ?? {}).map(([path, message]) => [path.replace(/^(attribute|change)\./, ''), message]),
  )
}
