import type { AppFace } from '@/lib/steps/screen/render'
import { findAppFaces } from './queries/apps'
import type { FlowReply } from './types'

/** A reply with the names and logos of the outbound apps that it shows: as data, since the page loads no other images. */
export async function withLogos(projectId: string, reply: FlowReply): Promise<FlowReply> {
  const { view } = reply.screen
  const apps = [
    reply.connect?.app,
    view?.app,
    ...Object.values(view?.connects ?? {}).map(({ app }) => app ?? undefined),
  ].filter((app) => app !== undefined)
  // Nearly every reply.
  if (apps.length === 0) return reply
  const faces = await findAppFaces(projectId, [...new Set(apps.map(({ id }) => id))])
  const face = ({ id, name }: AppFace): AppFace => {
    const found = faces.get(id)
    return { id, name: found?.name ?? name, logo: found?.logo.startsWith('data:image/') ? found.logo : '' }
  }
  const { connects, app } = view ?? {}
  const shown = Object.entries(connects ?? {}).map(([id, button]) => [
    id,
    { ...button, app: button.app && face(button.app) },
  ])
  return {
    ...reply,
    ...(reply.connect ? { connect: { ...reply.connect, app: face(reply.connect.app) } } : {}),
    screen: view
      ? {
          ...reply.screen,
          view: {
            ...view,
            ...(connects ? { connects: Object.fromEntries(shown) } : {}),
            ...(app ? { app: face(app) } : {}),
          },
        }
      : reply.screen,
  }
}
