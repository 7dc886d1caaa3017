'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { signIn } from '@/lib/console/auth-client'
import { emailSchema } from '@/lib/console/schema'

const formSchema = z.object({ email: emailSchema, password: z.string().min(1, 'Enter your password.') })

export interface SignInFormProps {
  /** A path of this site to go to. */
  next: string
}

export function SignInForm({ next }: SignInFormProps) {
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { email: '', password: '' } })

  async function submit({ email, password }: z.output<typeof formSchema>) {
    const failure = await signIn(email, password)
    if (failure) {
      form.setError('root', { message: failure })
      form.setFocus('password', { shouldSelect: true })
      return
    }
    // A whole load: nothing of a former session stays in memory.
    window.location.assign(next)
    // The button stays busy until the page is gone.
    await new Promise(() => {})
  }

  return (
    <Form form={form} onSubmit={submit}>
      <ErrorSummary />
      <TextField name="email" type="email" label="E-mail" required autoComplete="username" autoFocus />
      <TextField name="password" type="password" label="Password" required autoComplete="current-password" />
      <SubmitButton size="lg" className="mt-1">
        Sign in
      </SubmitButton>
    </Form>
  )
}
