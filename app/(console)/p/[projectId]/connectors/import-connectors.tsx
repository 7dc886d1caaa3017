'use client'

import { useCallback } from 'react'
import { ImportConnectorsButton } from '@/components/import/import-connectors-button'
import { toKnownConnectors } from '@/components/import/known-connectors'
import { loadConnectorChoices } from '../flows/[flowId]/actions'

/** Import on the page of connectors, which knows those that are there. */
export function ImportConnectors({ projectId }: { projectId: string }) {
  const load = useCallback(async () => {
    const result = await loadConnectorChoices({ projectId })
    if (!result.ok) throw new Error(result.message)
    return toKnownConnectors(result.data)
  }, [projectId])
  return <ImportConnectorsButton projectId={projectId} loadConnectors={load} />
}
