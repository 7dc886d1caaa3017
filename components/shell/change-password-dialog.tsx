'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import { z } from 'zod'
import { ErrorSummary } from '@/components/form/error-summary'
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
import { changePassword } from '@/lib/console/auth-client'
import { PASSWORD_MIN, passwordSchema } from '@/lib/console/schema'

const formSchema = z.object({ current: z.string().min(1, 'Enter your current password.'), next: passwordSchema })

export function ChangePasswordDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent size="sm">
        <ChangePasswordForm onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  )
}

function ChangePasswordForm({ onDone }: { onDone: () => void }) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { current: '', next: '' } })

  async function submit(values: z.output<typeof formSchema>) {
    const failure = await changePassword(values.current, values.next)
    if (failure) return form.setError('root', { message: failure })
    toast.success('Your password is changed. Your other sessions are signed out.')
    onDone()
  }

  return (
    <Form form={form} onSubmit={submit} className="gap-0">
      <DialogHeader>
        <DialogTitle>Change password</DialogTitle>
        <DialogDescription>You stay signed in here; all your other sessions end.</DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <ErrorSummary />
        <TextField name="current" type="password" label="Current password" required autoComplete="current-password" />
        <TextField
          name="next"
          type="password"
          label="New password"
          required
          autoComplete="new-password"
          description={`At least ${PASSWORD_MIN} characters.`}
        />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton>Change password</SubmitButton>
      </DialogFooter>
    </Form>
  )
}
