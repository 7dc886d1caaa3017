import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { StaticIpsProvider } from '@/components/connectors/http/network/static-ips'
import { SIDEBAR_COOKIE } from '@/components/shell/cookies'
import { Shell } from '@/components/shell/shell'
import { listProjects } from '@/lib/console/queries'
import { requireProject } from '@/lib/console/session'
import { declaredStaticIps } from '@/lib/static-ips'

interface ProjectLayoutProps {
  params: Promise<{ projectId: string }>
  children: ReactNode
}

export async function generateMetadata({ params }: ProjectLayoutProps): Promise<Metadata> {
  const { project } = await requireProject((await params).projectId)
  return { title: { default: project.name, template: `%s · ${project.name} · Patchbay` } }
}

export default async function ProjectLayout({ params, children }: ProjectLayoutProps) {
  const { operator, project, role } = await requireProject((await params).projectId)
  const [projects, jar] = await Promise.all([listProjects(operator), cookies()])
  return (
    <Shell
      operator={operator}
      role={role}
      project={project}
      projects={projects}
      initiallyCollapsed={jar.get(SIDEBAR_COOKIE)?.value === 'collapsed'}
    >
      <StaticIpsProvider addresses={declaredStaticIps()}>{children}</StaticIpsProvider>
    </Shell>
  )
}
