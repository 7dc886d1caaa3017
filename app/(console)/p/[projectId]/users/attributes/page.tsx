import type { Metadata } from 'next'
import { AttributesPage } from '../../attributes-page'

export const metadata: Metadata = { title: 'Attributes of users' }

export default async function Page({ params }: { params: Promise<{ projectId: string }> }) {
  return <AttributesPage projectId={(await params).projectId} subject="user" />
}
