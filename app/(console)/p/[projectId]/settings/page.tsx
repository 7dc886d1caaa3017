import type { Metadata } from 'next'
import { DeleteProjectCard } from '@/components/projects/delete-project-card'
import { OriginsCard } from '@/components/projects/origins-card'
import { RetentionCard } from '@/components/projects/retention-card'
import { SettingsForm } from '@/components/projects/settings-form'
import { SignInCard } from '@/components/projects/sign-in-card'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { getProjectSettings } from '@/lib/console/projects'
import { requireProject } from '@/lib/console/session'
import { getRetention } from '@/lib/retention/queries'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params
  const { project } = await requireProject(projectId, 'settings.manage')
  const settings = await getProjectSettings(projectId)
  const { stepLimit, allowedOrigins, redirectUrls, retentionDays, retentionExecutions } = settings
  const { passwordMinLength, signInAttempts, signInAttemptsPerAddress, signInLockMinutes } = settings
  const limits = { retentionDays, retentionExecutions }
  const retention = await getRetention(projectId, limits)
  return (
    <PageBody>
      <PageHeader title="Settings" description="For this project and everyone in it." />
      <div className="max-w-3xl">
        <SettingsForm projectId={projectId} name={project.name} stepLimit={stepLimit} />
        <OriginsCard projectId={projectId} origins={{ allowedOrigins, redirectUrls }} />
        <SignInCard
          projectId={projectId}
          rules={{ passwordMinLength, signInAttempts, signInAttemptsPerAddress, signInLockMinutes }}
        />
        <RetentionCard projectId={projectId} limits={limits} retention={retention} />
        <DeleteProjectCard projectId={projectId} name={project.name} />
      </div>
    </PageBody>
  )
}
