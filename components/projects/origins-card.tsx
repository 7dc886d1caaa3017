'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import type { z } from 'zod'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { LinesField } from '@/components/form/lines-field'
import { SubmitButton } from '@/components/form/submit-button'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { updateOrigins } from '@/lib/console/actions'
import { updateOriginsSchema } from '@/lib/console/schema'

const formSchema = updateOriginsSchema.omit({ projectId: true })
type Origins = z.output<typeof formSchema>

/** Which other sites may use this project's API from a browser, embed its flows and be returned to. */
export function OriginsCard({ projectId, origins }: { projectId: string; origins: Origins }) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: origins })

  async function submit(values: Origins) {
    const result = await updateOrigins({ projectId, ...values })
    if (!result.ok) return applyActionError(form, result)
    form.reset(values)
    toast.success('Addresses saved.')
    router.refresh()
  }

  return (
    <Card className="mt-6">
      <Form form={form} onSubmit={submit} className="gap-0">
        <CardHeader>
          <CardTitle>Your application’s addresses</CardTitle>
          <CardDescription>
            Nobody else may call the API from a browser, frame a flow or receive its result.
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-5">
          <ErrorSummary />
          <LinesField
            name="allowedOrigins"
            label="Allowed origins"
            rows={3}
            placeholder="https://app.example.com"
            description="One a line: scheme, host and port. Pages of these origins may call the API with credentials and embed hosted flows."
          />
          <LinesField
            name="redirectUrls"
            label="Redirect addresses"
            rows={3}
            placeholder="https://app.example.com/signed-in"
            description="One a line. A finished flow or connection may send people to these addresses and to what lies below them, nowhere else."
          />
        </CardContent>
        <CardFooter>
          <SubmitButton whenDirty>Save addresses</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
