'use client'

import { Import } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ImportDialog } from './import-dialog'

/** Import on the page of connectors. */
export function ImportConnectorsButton({ projectId }: { projectId: string }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Import aria-hidden /> Import…
      </Button>
      <ImportDialog
        projectId={projectId}
        open={open}
        onOpenChange={(next) => {
          setOpen(next)
          if (!next) router.refresh()
        }}
        offered={['curl', 'openapi', 'file']}
      />
    </>
  )
}
