import type { Metadata } from 'next'
import { AuthCard } from '@/components/operators/auth-card'
import { ResetForm } from '@/components/operators/reset-form'
import { findLink } from '@/lib/console/links'

export const metadata: Metadata = { title: 'New password' }

export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  return (await findLink('reset', token)) ? (
    <AuthCard title="Set a new password">
      <ResetForm token={token} />
    </AuthCard>
  ) : (
    <AuthCard
      title="This reset link has ended"
      description="It was used or is older than 24 hours. Ask an admin for a new one."
    />
  )
}
