'use client'

import { useRouter } from 'next/navigation'
import { DeleteUnusedDialog } from '@/components/usage/delete-unused-dialog'
import { deleteConnector } from '@/lib/connectors/actions'

export interface DeleteConnectorDialogProps {
  projectId: string
  connector: { id: string; name: string }
  onClose: () => void
  onDeleted: () => void
}

/** Asks before a connector goes; while flows use it, names them instead. */
export function DeleteConnectorDialog({ projectId, connector, onClose, onDeleted }: DeleteConnectorDialogProps) {
  const router = useRouter()
  const { id, name } = connector
  return (
    <DeleteUnusedDialog
      thing={{ projectId, kind: 'connectors', id, name }}
      blocked="These flows use it. Choose another connector in their steps and publish them, or delete the flows."
      description="Its settings and its stored secrets are removed. No flow uses it. This cannot be undone."
      confirmLabel="Delete connector"
      onDelete={() => deleteConnector({ projectId, connectorId: id })}
      onClose={onClose}
      onDeleted={() => {
        onDeleted()
        router.refresh()
      }}
    />
  )
}
