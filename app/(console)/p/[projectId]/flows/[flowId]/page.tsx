import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { listCalls } from '@/components/flow-editor/store/calls'
import { getProjectSettings } from '@/lib/console/projects'
import { requireProject } from '@/lib/console/session'
import { getFlow } from '@/lib/flow-catalog/queries'
import type { FlowDetail } from '@/lib/flow-catalog/schema'
import { findLatestVersion } from '@/lib/flow-catalog/versions/queries'
import { DomainError } from '@/lib/result'
import { listConnectorChoices } from './connector-choices'
import { FlowPage } from './flow-page'
import { readKnownValues } from './known-values'

interface PageProps {
  params: Promise<{ projectId: string; flowId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const loadFlow = cache(async (projectId: string, flowId: string): Promise<FlowDetail> => {
  try {
    return await getFlow(projectId, flowId)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'notFound') notFound()
    throw error
  }
})

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { projectId, flowId } = await params
  await requireProject(projectId, 'flows.read')
  return { title: (await loadFlow(projectId, flowId)).name }
}

export default async function Page({ params, searchParams }: PageProps) {
  const { projectId, flowId } = await params
  const { can } = await requireProject(projectId, 'flows.read')
  const [flow, latestVersion, connectors, settings, search] = await Promise.all([
    loadFlow(projectId, flowId),
    findLatestVersion(projectId, flowId),
    listConnectorChoices(projectId),
    getProjectSettings(projectId),
    searchParams,
  ])
  const values = await readKnownValues(projectId, flowId, listCalls(flow.draft))
  return (
    <FlowPage
      projectId={projectId}
      flowId={flowId}
      draft={{
        document: flow.draft,
        revision: flow.draftRevision,
        savedAt: flow.draftSavedAt,
        savedBy: flow.draftSavedBy,
      }}
      connectors={connectors}
      values={values}
      liveVersion={flow.liveVersion}
      theme={settings.theme}
      latestVersion={latestVersion}
      canWrite={can('flows.write')}
      canRun={can('flows.run')}
      showsExecution={search.execution !== undefined}
      initialVersion={readVersion(search.version, latestVersion)}
    />
  )
}

/** The number of a version that the address names; null for none, or for one that there is not. */
function readVersion(text: string | string[] | undefined, latest: number): number | null {
  const number = typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0
  return number >= 1 && number <= latest ? number : null
}
