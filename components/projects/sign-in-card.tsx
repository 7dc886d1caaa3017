'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import type { z } from 'zod'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { updateSignIn } from '@/lib/identity/passwords/actions'
import { updateSignInSchema } from '@/lib/identity/passwords/schema'

const formSchema = updateSignInSchema.omit({ projectId: true })
type SignInRules = z.output<typeof formSchema>

/** What passwords must be, and when guessing is stopped. */
export function SignInCard({ projectId, rules }: { projectId: string; rules: SignInRules }) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: rules })

  async function submit(values: SignInRules) {
    const result = await updateSignIn({ projectId, ...values })
    if (!result.ok) return applyActionError(form, result)
    form.reset(values)
    toast.success('Sign-in rules saved.')
    router.refresh()
  }

  const number = { type: 'number', step: 1, inputMode: 'numeric', required: true } as const
  return (
    <Card className="mt-6">
      <Form form={form} onSubmit={submit} className="gap-0">
        <CardHeader>
          <CardTitle>Users’ passwords and attempts</CardTitle>
          <CardDescription>
            For the sign-in actions of flows. Who is locked out gets the same answer whether or not the account is
            there.
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-5">
          <ErrorSummary />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              {...number}
              name="passwordMinLength"
              min={8}
              label="Least length of a password"
              description="For new passwords. 8 to 64 characters of any kind."
            />
            <TextField
              {...number}
              name="signInAttempts"
              min={3}
              label="Failed attempts on one account"
              description="Then it is locked for a while. 3 to 100."
            />
            <TextField
              {...number}
              name="signInAttemptsPerAddress"
              min={10}
              label="Failed attempts from one address"
              description="On whatever accounts; new accounts count as well. 10 to 10000."
            />
            <TextField
              {...number}
              name="signInLockMinutes"
              min={1}
              label="Minutes until attempts are forgotten"
              description="Also how long a lock lasts. 1 to 1440."
            />
          </div>
        </CardContent>
        <CardFooter>
          <SubmitButton whenDirty>Save sign-in rules</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
