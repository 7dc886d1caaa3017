'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import type { z } from 'zod'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SelectField } from '@/components/form/select-field'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { TextareaField } from '@/components/form/textarea-field'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { tokenFormSchema } from '@/lib/identity/sessions/schema'
import { updateTokens } from '@/lib/identity/signing-keys/actions'
import { ALGORITHMS, type SigningKeyView } from '@/lib/identity/signing-keys/schema'
import { SigningKeys } from './signing-keys'

const ALGORITHM_LABELS = { RS256: 'RS256 (RSA 2048)', ES256: 'ES256 (P-256)' } as const

export interface TokensCardProps {
  projectId: string
  settings: z.input<typeof tokenFormSchema>
  keys: readonly SigningKeyView[]
}

/** How long the tokens of users and access keys live, what they carry and how they are signed. */
export function TokensCard({ projectId, settings, keys }: TokensCardProps) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(tokenFormSchema), defaultValues: settings })

  async function submit() {
    // As it was typed: the action reads it by the same schema.
    const typed = form.getValues()
    const result = await updateTokens({ projectId, ...typed })
    if (!result.ok) return applyActionError(form, result)
    form.reset(typed)
    toast.success('Session settings saved. New tokens go by them.')
    router.refresh()
  }

  return (
    <Card className="mt-6">
      <Form form={form} onSubmit={submit} className="gap-0">
        <CardHeader>
          <CardTitle>Sessions and tokens</CardTitle>
          <CardDescription>
            Of this project’s users and access keys. Verifiers find the public keys at{' '}
            <code className="break-all font-mono text-xs">/v2/keys/{projectId}</code>
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-5">
          <ErrorSummary />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              name="sessionLifetimeSeconds"
              type="number"
              min={60}
              step={1}
              inputMode="numeric"
              label="Session JWT lives (seconds)"
              required
              description="Nothing calls one back: keep it short. 60 to 86400; 600 is ten minutes."
            />
            <TextField
              name="refreshLifetimeSeconds"
              type="number"
              min={300}
              step={1}
              inputMode="numeric"
              label="Session ends after (seconds)"
              required
              description="Counted from the sign-in. 300 to 31536000; 2419200 is four weeks."
            />
          </div>
          <TextField
            name="scope"
            label="Scope"
            optional
            autoComplete="off"
            spellCheck={false}
            placeholder="outbound.token.fetch"
            description="The claim scope: names with a space between; dynamic values such as {{user.customAttributes.scope}} may be among them."
          />
          <TextareaField
            name="jwtClaims"
            label="Extra claims"
            optional
            mono
            rows={5}
            spellCheck={false}
            placeholder={'{"email": "{{user.email}}", "tenant": "{{tenant.name}}"}'}
            description="A JSON object that every session JWT carries. Dynamic values read user and tenant."
          />
          <TextField
            name="cookieDomain"
            label="Cookie domain"
            optional
            autoComplete="off"
            spellCheck={false}
            placeholder="example.com"
            className="max-w-sm"
            description="Where your application and this API share the refresh cookie. Empty: each keeps its own."
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <SelectField
              name="signingAlgorithm"
              label="Signing algorithm"
              options={ALGORITHMS.map((value) => ({ value, label: ALGORITHM_LABELS[value] }))}
              description="A change makes the next key; the present one signs until then."
            />
            <TextField
              name="signingRotationDays"
              type="number"
              min={1}
              step={1}
              inputMode="numeric"
              label="Rotate signing keys after (days)"
              required
              description="1 to 3650."
            />
          </div>
        </CardContent>
        <CardFooter>
          <SubmitButton whenDirty>Save session settings</SubmitButton>
        </CardFooter>
      </Form>
      <SigningKeys projectId={projectId} keys={keys} />
    </Card>
  )
}
