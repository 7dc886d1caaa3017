'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import type { z } from 'zod'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { SwitchField } from '@/components/form/toggle-field'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { updateConnect } from '@/lib/console/actions'
import { updateConnectSchema } from '@/lib/console/schema'

const formSchema = updateConnectSchema.omit({ projectId: true })
type ConnectSettings = z.output<typeof formSchema>

/** How people connect their accounts of third parties. */
export function ConnectCard({ projectId, settings }: { projectId: string; settings: ConnectSettings }) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: settings })

  async function submit(values: ConnectSettings) {
    const result = await updateConnect({ projectId, ...values })
    if (!result.ok) return applyActionError(form, result)
    form.reset(values)
    toast.success('Connecting saved.')
    router.refresh()
  }

  return (
    <Card className="mt-6">
      <Form form={form} onSubmit={submit} className="gap-0">
        <CardHeader>
          <CardTitle>Connecting accounts</CardTitle>
          <CardDescription>
            Links that lead to a provider work once, for ten minutes, in the browser that opened them.
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-5">
          <ErrorSummary />
          <SwitchField
            name="confirmConnect"
            control={form.control}
            label="Confirm the account before going on"
            description="Shows whom the third-party account will be tied to, and goes to the provider only after Continue. Turn it on where such links may reach the wrong person, from an assistant or by mail for one."
          />
        </CardContent>
        <CardFooter>
          <SubmitButton whenDirty>Save connecting</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
