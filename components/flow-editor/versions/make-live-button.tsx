'use client'

import { Rocket } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useEditor, useEditorApi } from '../store/context'

/** Makes an older version the one that runs, after asking. */
export function MakeLiveButton({ number }: { number: number }) {
  const editor = useEditorApi()
  const live = useEditor((state) => state.liveVersion)
  const [asking, setAsking] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  async function makeLive(): Promise<boolean> {
    setFailure(null)
    const result = await editor.actions.versions.makeLive(number).catch(() => null)
    if (!result?.ok) {
      setFailure(result?.message ?? 'The server could not be reached. Try again.')
      return false
    }
    editor.setLiveVersion(number)
    toast.success(`Version ${number} is live.`)
    return true
  }

  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Rocket aria-hidden /> Make live
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          setAsking(open)
          if (!open) setFailure(null)
        }}
        title={`Make version ${number} live?`}
        description={`${live === null ? 'It runs' : `It takes the place of version ${live}`} at once. The draft stays as it is, and executions that wait go on with the version they began with.`}
        confirmLabel={`Make version ${number} live`}
        destructive={false}
        onConfirm={makeLive}
      >
        {failure ? (
          <Callout role="alert" tone="danger">
            {failure}
          </Callout>
        ) : null}
      </ConfirmDialog>
    </>
  )
}
