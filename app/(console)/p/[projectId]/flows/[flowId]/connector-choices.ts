import type { ConnectorChoice } from '@/components/flow-editor/store/types'
import { listConnectors } from '@/lib/connectors/queries'

const PAGE = 200
/** More than a menu can show; the search of the menu works on these. */
const AT_MOST = 1_000

/** A project's connectors as the editor offers them, by name. */
export async function listConnectorChoices(projectId: string): Promise<ConnectorChoice[]> {
  const choices: ConnectorChoice[] = []
  let cursor: string | null = null
  do {
    const page = await listConnectors(projectId, { limit: PAGE, cursor })
    for (const { id, name, type, target } of page.connectors) choices.push({ id, name, type, detail: target })
    cursor = page.nextCursor
  } while (cursor !== null && choices.length < AT_MOST)
  return choices
}
