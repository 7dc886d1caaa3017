'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { DeleteUnusedDialog } from '@/components/usage/delete-unused-dialog'
import { countRemains, deleteFlow } from '@/lib/flow-catalog/actions'
import type { FlowRemains } from '@/lib/flow-catalog/schema'

export interface DeleteFlowDialogProps {
  projectId: string
  flow: { id: string; name: string }
  onClose: () => void
}

/** Asks before a flow goes, and says what goes with it; while other flows run it, names them instead. */
export function DeleteFlowDialog({ projectId, flow, onClose }: DeleteFlowDialogProps) {
  const router = useRouter()
  const [remains, setRemains] = useState<FlowRemains | null>(null)

  useEffect(() => {
    let current = true
    countRemains({ projectId, flowId: flow.id }).then(
      (result) => current && result.ok && setRemains(result.data),
      () => {},
    )
    return () => {
      current = false
    }
  }, [projectId, flow.id])

  return (
    <DeleteUnusedDialog
      thing={{ projectId, kind: 'flows', id: flow.id, name: flow.name }}
      blocked="These flows run it as a subflow. Choose another flow in their steps or remove the steps, and publish, or delete the flows."
      description={
        <>
          <p>This cannot be undone. Export the flow first if you may want it back.</p>
          <ul className="mt-2 list-disc pl-5">
            <li>The draft {remains ? versionsText(remains.versions) : 'and every published version'} are removed.</li>
            <li>{remains ? executionsText(remains.liveExecutions) : 'Executions under way are cancelled.'}</li>
            <li>Callers of the flow get an error from now on. Ended executions stay readable.</li>
          </ul>
        </>
      }
      typedConfirmation={flow.name}
      confirmLabel="Delete flow"
      onDelete={() => deleteFlow({ projectId, flowId: flow.id })}
      onClose={onClose}
      onDeleted={() => router.refresh()}
    />
  )
}

function versionsText(versions: number): string {
  if (versions === 0) return 'and its settings'
  return versions === 1 ? 'and one published version' : `and ${versions.toLocaleString('en')} published versions`
}

function executionsText(count: number): string {
  if (count === 0) return 'No execution is under way.'
  return count === 1
    ? 'One execution under way is cancelled.'
    : `${count.toLocaleString('en')} executions under way are cancelled.`
}
