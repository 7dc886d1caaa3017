import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { roleAllows } from '@/lib/console/permissions'
import { requireProject } from '@/lib/console/session'
import { DomainError } from '@/lib/result'
import { getExecution, listMessages } from '@/lib/runner/queries'
import { ExecutionPage } from './execution-page'

export const metadata: Metadata = { title: 'Execution' }

const FIRST_MESSAGES = 500

export default async function Page({ params }: { params: Promise<{ projectId: string; executionId: string }> }) {
  const { projectId, executionId } = await params
  const { role } = await requireProject(projectId, 'executions.read')
  const { execution, document } = await findExecution(projectId, executionId)
  const messages = await listMessages(projectId, executionId, { after: 0, afterAsync: 0, limit: FIRST_MESSAGES })
  return (
    <ExecutionPage
      key={executionId}
      projectId={projectId}
      execution={execution}
      document={document}
      messages={messages}
      canRun={roleAllows(role, 'flows.run')}
    />
  )
}

async function findExecution(projectId: string, executionId: string) {
  try {
    return await getExecution(projectId, executionId)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'notFound') notFound()
    throw error
  }
}
