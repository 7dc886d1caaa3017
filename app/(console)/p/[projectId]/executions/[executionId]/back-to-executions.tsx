'use client'

import Link from 'next/link'
import { useParams } from 'next/navigation'
import { Button } from '@/components/ui/button'

// A not-found page is given no parameters of its own.
export function BackToExecutions() {
  const { projectId } = useParams<{ projectId: string }>()
  return (
    <Button variant="primary" asChild>
      <Link href={`/p/${projectId}/executions`}>See all executions</Link>
    </Button>
  )
}
