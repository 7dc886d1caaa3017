import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthCard } from '@/components/operators/auth-card'
import { SignInForm } from '@/components/operators/sign-in-form'
import { toLocalPath } from '@/lib/console/auth-client'
import { findSignedInOperator } from '@/lib/console/session'
import { readSetupState } from '@/lib/console/setup'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const { next } = await searchParams
  const path = toLocalPath(typeof next === 'string' ? next : null)
  if (await findSignedInOperator()) redirect(path)
  if ((await readSetupState(undefined)) !== 'done') redirect('/setup')
  return (
    <AuthCard
      title="Sign in"
      footer="No account? Ask an admin for an invitation link. Forgotten the password? They can make you a reset link."
    >
      <SignInForm next={path} />
    </AuthCard>
  )
}
