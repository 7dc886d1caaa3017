'use client'

import { FolderPlus } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { signOut } from '@/lib/console/auth-client'
import { CreateProjectDialog } from './create-project-dialog'
import { StatusPage } from './status-page'

/** What `/` shows to someone without a project. */
export function NoProject({ isOwner }: { isOwner: boolean }) {
  const [creating, setCreating] = useState(false)

  async function leave() {
    const failure = await signOut()
    if (failure) toast.error(failure)
    else window.location.assign('/sign-in')
  }

  return (
    <main>
      <StatusPage
        icon={FolderPlus}
        title={isOwner ? 'Create your first project' : 'No project yet'}
        description={
          isOwner
            ? 'A project holds flows, the connectors they call, and every execution with its requests and responses.'
            : 'You are not a member of any project. Ask an admin for an invitation link and open it here.'
        }
      >
        {isOwner ? (
          <Button variant="primary" onClick={() => setCreating(true)}>
            Create project
          </Button>
        ) : null}
        <Button onClick={leave}>Sign out</Button>
      </StatusPage>
      <CreateProjectDialog
        open={creating}
        onOpenChange={setCreating}
        onCreated={(projectId) => window.location.assign(`/p/${projectId}/flows`)}
      />
    </main>
  )
}
