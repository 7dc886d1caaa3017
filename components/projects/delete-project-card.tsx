'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Card, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { deleteProject } from '@/lib/console/actions'

export function DeleteProjectCard({ projectId, name }: { projectId: string; name: string }) {
  const [open, setOpen] = useState(false)

  async function confirm() {
    const result = await deleteProject({ projectId, confirmation: name })
    if (!result.ok) {
      toast.error(result.message)
      return false
    }
    window.location.assign('/')
    // The dialog stays until the page is gone.
    return false
  }

  return (
    <Card className="mt-6 border-danger-line">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 pr-5 pb-4">
        <CardHeader className="pb-0">
          <CardTitle>Delete project</CardTitle>
          <CardDescription>
            Its flows, connectors, executions, keys and memberships go with it, for good.
          </CardDescription>
        </CardHeader>
        <Button variant="danger" className="mt-4 ml-5" onClick={() => setOpen(true)}>
          Delete project…
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${name}?`}
        description="All its flows and versions, connectors with their secrets, executions with their messages, and management keys go. From that moment nobody sees it, its keys are refused and nothing of it runs; what it holds is deleted in the background. This cannot be undone."
        confirmLabel="Delete project"
        typedConfirmation={name}
        onConfirm={confirm}
      />
    </Card>
  )
}
