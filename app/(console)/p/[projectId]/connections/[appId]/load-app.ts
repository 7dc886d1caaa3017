import { notFound } from 'next/navigation'
import { cache } from 'react'
import { requireProject } from '@/lib/console/session'
import { findApp } from '@/lib/outbound/apps/queries'

/** The connection that a page is about, read once for it and its title. */
export const loadApp = cache(async (projectId: string, appId: string) => {
  await requireProject(projectId, 'connections.read')
  return (await findApp(projectId, appId)) ?? notFound()
})
