import type { Metadata } from 'next'
import { ConnectCard } from '@/components/projects/connect-card'
import { DeleteProjectCard } from '@/components/projects/delete-project-card'
import { OriginsCard } from '@/components/projects/origins-card'
import { RetentionCard } from '@/components/projects/retention-card'
import { SettingsForm } from '@/components/projects/settings-form'
import { SignInCard } from '@/components/projects/sign-in-card'
import { TokensCard } from '@/components/projects/tokens-card'
import { ThemeCard } from '@/components/theme/theme-card'
import { PageBody, PageHeader } from '@/components/ui/page-header'
import { getProjectSettings } from '@/lib/console/projects'
import type { ProjectSettings } from '@/lib/console/schema'
import { requireProject } from '@/lib/console/session'
import { listSigningKeys } from '@/lib/identity/signing-keys/queries'
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
        <ConnectCard projectId={projectId} settings={{ confirmConnect: settings.confirmConnect }} />
        <SignInCard
          projectId={projectId}
          rules={{ passwordMinLength, signInAttempts, signInAttemptsPerAddress, signInLockMinutes }}
        />
        <TokensCard projectId={projectId} settings={toTokenForm(settings)} keys={await listSigningKeys(projectId)} />
        <ThemeCard projectId={projectId} theme={settings.theme} />
        <RetentionCard projectId={projectId} limits={limits} retention={retention} />
        <DeleteProjectCard projectId={projectId} name={project.name} />
      </div>
    </PageBody>
  )
}

/** The settings of tokens as their form has them: claims are text. */
function toTokenForm(settings: ProjectSettings) {
  const { sessionLifetimeSeconds, refreshLifetimeSeconds, cookieDomain, scope, jwtClaims } = settings
  const { signingAlgorithm, signingRotationDays } = settings
  return {
    sessionLifetimeSeconds,
    refreshLifetimeSeconds,
    cookieDomain,
    scope,
    jwtClaims: Object.keys(jwtClaims).length === 0 ? '' : JSON.stringify(jwtClaims, null, 2),
    signingAlgorithm,
    signingRotationDays,
  }
}
