'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { useForm } from 'react-hook-form'
import { toast } from 'sonner'
import type { z } from 'zod'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { formatCount } from '@/components/messages/format'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { cleanUpNow, updateRetention } from '@/lib/retention/actions'
import { type RetentionLimits, updateRetentionSchema } from '@/lib/retention/schema'
import type { RetentionView } from '@/lib/retention/types'
import { RetentionStatus } from './retention-status'

const formSchema = updateRetentionSchema.omit({ projectId: true })
const LOOK_EVERY_MS = 2_000

export interface RetentionCardProps {
  projectId: string
  limits: RetentionLimits
  retention: RetentionView
}

/** How long executions are kept, and what the last clean-up did. */
export function RetentionCard({ projectId, limits, retention }: RetentionCardProps) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: limits })
  const [asking, setAsking] = useState(false)
  const busy = retention.run !== null && retention.run.state !== 'done'

  useEffect(() => {
    if (!busy) return
    const timer = setInterval(() => router.refresh(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [busy, router])

  async function submit(values: z.output<typeof formSchema>) {
    const result = await updateRetention({ projectId, ...values })
    if (!result.ok) return applyActionError(form, result)
    form.reset(values)
    toast.success('Retention saved. The next clean-up goes by it.')
    router.refresh()
  }

  async function cleanUp() {
    const result = await cleanUpNow({ projectId })
    if (!result.ok) {
      toast.error(result.message)
      return false
    }
    router.refresh()
    return true
  }

  return (
    <Card className="mt-6">
      <Form form={form} onSubmit={submit} className="gap-0">
        <CardHeader>
          <CardTitle>Keeping executions</CardTitle>
          <CardDescription>
            What is older or more than this is deleted with its messages, every hour, the oldest first. Executions that
            run, wait or still have asynchronous calls to make are never deleted.
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-5">
          <ErrorSummary />
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              name="retentionDays"
              type="number"
              min={1}
              step={1}
              inputMode="numeric"
              label="Days"
              required
              description="Executions that began earlier go. 1 to 3650."
            />
            <TextField
              name="retentionExecutions"
              type="number"
              min={100}
              step={1}
              inputMode="numeric"
              label="Executions"
              required
              description="At most so many of the newest stay. 100 to 1000000."
            />
          </div>
          <RetentionStatus retention={retention} />
        </CardContent>
        <CardFooter className="flex flex-wrap gap-2">
          <SubmitButton whenDirty>Save retention</SubmitButton>
          <Button type="button" disabled={busy} onClick={() => setAsking(true)}>
            <Trash2 aria-hidden /> Clean up now…
          </Button>
        </CardFooter>
      </Form>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Clean up now?"
        description={<WhatGoes due={retention.due} limits={limits} />}
        confirmLabel="Clean up"
        onConfirm={cleanUp}
      />
    </Card>
  )
}

function WhatGoes({ due, limits }: { due: RetentionView['due']; limits: RetentionLimits }) {
  const rule = `older than ${formatCount(limits.retentionDays, 'day')} or beyond the newest ${limits.retentionExecutions.toLocaleString('en')}`
  if (due.executions === 0) return <>No execution is {rule}: only leftovers of flows that nothing uses would go.</>
  return (
    <>
      {formatCount(due.executions, 'execution')} {due.executions === 1 ? 'is' : 'are'} {rule} and will be deleted with{' '}
      {formatCount(due.messages, 'message')}. This cannot be undone.
    </>
  )
}
