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
import { updateProject } from '@/lib/console/actions'
import { updateProjectSchema } from '@/lib/console/schema'

const formSchema = updateProjectSchema.omit({ projectId: true })

export interface SettingsFormProps {
  projectId: string
  name: string
  stepLimit: number
}

export function SettingsForm({ projectId, name, stepLimit }: SettingsFormProps) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { name, stepLimit } })

  async function submit(values: z.output<typeof formSchema>) {
    const result = await updateProject({ projectId, ...values })
    if (!result.ok) return applyActionError(form, result)
    form.reset(values)
    toast.success('Settings saved.')
    router.refresh()
  }

  return (
    <Card>
      <Form form={form} onSubmit={submit} className="gap-0">
        <CardHeader>
          <CardTitle>General</CardTitle>
          <CardDescription>
            Project id <code className="font-mono text-xs">{projectId}</code>
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-5">
          <ErrorSummary />
          <TextField name="name" label="Name" required autoComplete="off" className="max-w-sm" />
          <TextField
            name="stepLimit"
            type="number"
            min={1}
            step={1}
            inputMode="numeric"
            label="Step limit"
            required
            className="max-w-sm"
            description="An execution that has taken this many steps ends as failed, so that a loop without a wait cannot run for ever. 1 to 100000."
          />
        </CardContent>
        <CardFooter>
          <SubmitButton whenDirty>Save settings</SubmitButton>
        </CardFooter>
      </Form>
    </Card>
  )
}
