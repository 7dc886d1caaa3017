import type { Metadata } from 'next'
import Link from 'next/link'
import { AuthCard } from '@/components/operators/auth-card'
import { NewOperatorForm } from '@/components/operators/new-operator-form'
import { Button } from '@/components/ui/button'
import { readSetupState } from '@/lib/console/setup'

export const metadata: Metadata = { title: 'Set up' }

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token: given } = await searchParams
  const token = typeof given === 'string' ? given : undefined
  const state = await readSetupState(token)
  if (state === 'ready' && token) {
    return (
      <AuthCard
        title="Welcome to Patchbay"
        description="Create the owner's account. A sample project with flows to run is waiting inside."
        footer="This page works once, for whoever holds the link."
      >
        <NewOperatorForm purpose="setup" token={token} />
      </AuthCard>
    )
  }
  if (state === 'done') {
    return (
      <AuthCard
        title="Patchbay is set up"
        description="The setup link has done its work. Sign in with the account that was made."
      >
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href="/sign-in">Sign in</Link>
        </Button>
      </AuthCard>
    )
  }
  return (
    <AuthCard
      title={state === 'badLink' ? 'This setup link has ended' : 'Open the setup link'}
      description={
        <>
          Patchbay prints a setup link in its terminal each time it starts and nobody has an account yet. Only the
          newest one works. Open that link, or start Patchbay again to get a new one.
        </>
      }
    />
  )
}
