import { MapPinOff } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { StatusPage } from '@/components/shell/status-page'
import { Button } from '@/components/ui/button'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main>
      <StatusPage
        icon={MapPinOff}
        title="There is nothing at this address"
        description="It may have been deleted, it may belong to a project that you are not a member of, or the link is cut off."
      >
        <Button variant="primary" asChild>
          <Link href="/">Go to your project</Link>
        </Button>
      </StatusPage>
    </main>
  )
}
