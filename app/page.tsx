import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { PROJECT_COOKIE } from '@/components/shell/cookies'
import { NoProject } from '@/components/shell/no-project'
import { listProjects } from '@/lib/console/queries'
import { requireOperator } from '@/lib/console/session'

export default async function HomePage() {
  const operator = await requireOperator()
  const projects = await listProjects(operator)
  const last = (await cookies()).get(PROJECT_COOKIE)?.value
  const project = projects.find((each) => each.id === last) ?? projects[0]
  if (project) redirect(`/p/${project.id}/flows`)
  return <NoProject isOwner={operator.isOwner} />
}
