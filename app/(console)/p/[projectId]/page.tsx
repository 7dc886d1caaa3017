import { redirect } from 'next/navigation'

export default async function ProjectPage({ params }: { params: Promise<{ projectId: string }> }) {
  redirect(`/p/${(await params).projectId}/flows`)
}
