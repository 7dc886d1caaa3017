import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { loadExecutionParams, toExecutionFilter } from '@/components/executions/execution-params'
import { ExecutionsView } from '@/components/executions/executions-view'
import { requireProject } from '@/lib/console/session'
import { listExecutions } from '@/lib/runner/queries'

export const metadata: Metadata = { title: 'Executions' }

interface ExecutionsPageProps {
  params: Promise<{ projectId: string }>
  searchParams: Promise<SearchParams>
}

export default async function ExecutionsPage({ params, searchParams }: ExecutionsPageProps) {
  const { projectId } = await params
  await requireProject(projectId, 'executions.read')
  const filters = await loadExecutionParams(searchParams)
  const loadedAt = Date.now()
  const page = await listExecutions(projectId, toExecutionFilter(filters, loadedAt))
  return <ExecutionsView projectId={projectId} initial={{ params: filters, page, loadedAt }} />
}
