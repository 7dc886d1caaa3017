import type { Metadata } from 'next'
import Link from 'next/link'
import { AuthCard } from '@/components/operators/auth-card'
import { JoinButton } from '@/components/operators/join-button'
import { NewOperatorForm } from '@/components/operators/new-operator-form'
import { findInvitation } from '@/lib/console/invitations'
import { ROLE_LABELS } from '@/lib/console/roles'
import { findSignedInOperator } from '@/lib/console/session'

export const metadata: Metadata = { title: 'Invitation' }

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const invitation = await findInvitation(token)
  if (!invitation) {
    return (
      <AuthCard
        title="This invitation has ended"
        description="It was used, revoked, or is older than 7 days. Ask the person who sent it for a new one."
      />
    )
  }
  const { projectName, role } = invitation
  const offer = (
    <>
      You are invited as <strong className="font-medium text-fg">{ROLE_LABELS[role].label.toLowerCase()}</strong>:{' '}
      {ROLE_LABELS[role].description.toLowerCase()}.
    </>
  )
  const operator = await findSignedInOperator()
  return operator ? (
    <AuthCard title={`Join ${projectName}`} description={offer} footer={`You are signed in as ${operator.email}.`}>
      <JoinButton token={token} projectName={projectName} />
    </AuthCard>
  ) : (
    <AuthCard
      title={`Join ${projectName}`}
      description={offer}
      footer={
        <>
          Have an account already?{' '}
          <Link
            href={`/sign-in?next=${encodeURIComponent(`/invite/${token}`)}`}
            className="rounded-sm text-accent-fg underline underline-offset-2"
          >
            Sign in to join with it
          </Link>
        </>
      }
    >
      <NewOperatorForm purpose="invitation" token={token} />
    </AuthCard>
  )
}
