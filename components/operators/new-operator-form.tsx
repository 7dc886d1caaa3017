'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { acceptInvitation, completeSetup } from '@/lib/console/actions'
import { signIn } from '@/lib/console/auth-client'
import { type NewOperator, newOperatorSchema, PASSWORD_MIN } from '@/lib/console/schema'

export interface NewOperatorFormProps {
  purpose: 'setup' | 'invitation'
  token: string
}

/** Makes the account that a one-time link allows, then signs in with it. */
export function NewOperatorForm({ purpose, token }: NewOperatorFormProps) {
  const form = useForm({
    resolver: zodResolver(newOperatorSchema),
    defaultValues: { name: '', email: '', password: '' },
  })

  async function submit(values: NewOperator) {
    const result =
      purpose === 'setup' ? await completeSetup({ ...values, token }) : await acceptInvitation({ ...values, token })
    if (!result.ok) return applyActionError(form, result)
    const failure = await signIn(values.email, values.password)
    window.location.assign(
      failure ? '/sign-in' : 'projectId' in result.data ? `/p/${result.data.projectId}/flows` : '/',
    )
    // The button stays busy until the page is gone.
    await new Promise(() => {})
  }

  return (
    <Form form={form} onSubmit={submit}>
      <ErrorSummary />
      <TextField name="name" label="Name" required autoComplete="name" autoFocus />
      <TextField
        name="email"
        type="email"
        label="E-mail"
        required
        autoComplete="username"
        description="You sign in with it. No mail is sent."
      />
      <TextField
        name="password"
        type="password"
        label="Password"
        required
        autoComplete="new-password"
        description={`At least ${PASSWORD_MIN} characters.`}
      />
      <SubmitButton size="lg" className="mt-1">
        {purpose === 'setup' ? 'Create account and open the console' : 'Create account and join'}
      </SubmitButton>
    </Form>
  )
}
