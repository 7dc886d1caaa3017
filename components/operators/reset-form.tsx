'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { completeReset } from '@/lib/console/actions'
import { signIn } from '@/lib/console/auth-client'
import { PASSWORD_MIN, passwordSchema } from '@/lib/console/schema'

const formSchema = z.object({ password: passwordSchema })

export function ResetForm({ token }: { token: string }) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { password: '' } })

  async function submit({ password }: { password: string }) {
    const result = await completeReset({ token, password })
    if (!result.ok) return applyActionError(form, result)
    const failure = await signIn(result.data.email, password)
    window.location.assign(failure ? '/sign-in' : '/')
    // The button stays busy until the page is gone.
    await new Promise(() => {})
  }

  return (
    <Form form={form} onSubmit={submit}>
      <ErrorSummary />
      <TextField
        name="password"
        type="password"
        label="New password"
        required
        autoComplete="new-password"
        autoFocus
        description={`At least ${PASSWORD_MIN} characters. Your other sessions are signed out.`}
      />
      <SubmitButton size="lg" className="mt-1">
        Set password and sign in
      </SubmitButton>
    </Form>
  )
}
