import { MapPinOff } from 'lucide-react'
import Link from 'next/link'
import { StatusPage } from '@/components/shell/status-page'
import { Button } from '@/components/ui/button'

// Inside the shell: the project is there, the page in it is not.
export default function ProjectNotFound() {
  return (
    <StatusPage
      icon={MapPinOff}
      title="There is nothing at this address"
      description="It may have been deleted or renamed, or your role in this project does not include it."
    >
      <Button variant="primary" asChild>
        <Link href="/">Go to flows</Link>
      </Button>
    </StatusPage>
  )
}
