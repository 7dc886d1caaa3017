import { SearchX } from 'lucide-react'
import { StatusPage } from '@/components/shell/status-page'
import { BackToExecutions } from './back-to-executions'

export default function ExecutionNotFound() {
  return (
    <StatusPage
      icon={SearchX}
      title="There is no such execution"
      description="It may have been deleted when its retention ended, or its id belongs to another project."
    >
      <BackToExecutions />
    </StatusPage>
  )
}
