'use client'

import { Import } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ImportDialog, type ImportDialogProps } from './import-dialog'

export type ImportConnectorsButtonProps = Pick<ImportDialogProps, 'projectId' | 'loadConnectors'>

/** Import on the page of connectors. */
export function ImportConnectorsButton(props: ImportConnectorsButtonProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Import aria-hidden /> Import…
      </Button>
      <ImportDialog
        {...props}
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
