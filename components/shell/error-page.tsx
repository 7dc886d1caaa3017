'use client'

import { ServerCrash } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { Button } from '@/components/ui/button'
import { StatusPage } from './status-page'

export interface ErrorPageProps {
  error: Error & { digest?: string }
  reset: () => void
}

/** What a segment shows when it could not be made. */
export function ErrorPage({ error, reset }: ErrorPageProps) {
  const router = useRouter()
  return (
    <StatusPage
      icon={ServerCrash}
      title="This page could not be loaded"
      description={
        <>
          <p>Nothing was changed. Try again; when it stays like this, look at the log of Patchbay for the cause.</p>
          {error.digest ? <p className="mt-2 font-mono text-subtle text-xs">Reference {error.digest}</p> : null}
        </>
      }
    >
      <Button
        variant="primary"
        onClick={() =>
          startTransition(() => {
            router.refresh()
            reset()
          })
        }
      >
        Try again
      </Button>
    </StatusPage>
  )
}
