import { isJsonObject } from '@/lib/language/json'
import { DomainError } from '@/lib/result'
import { toContextValue } from '../http/context-value'
import { getConnector } from '../queries'
import type { ImportExamples } from './schema'
import { saveExample } from './service'

/**
 * Keeps what an API's description shows as the examples of its calls, laid out as the connector's settings lay out an
 * answer. One that is there already stays: somebody kept it. Ends where the connector has no room for more.
 * @returns how many were kept
 * @throws DomainError notFound
 */
export async function importExamples(
  { projectId, connectorId, examples }: ImportExamples,
  operatorId: string | null,
): Promise<{ id: string; name: string; kept: number }> {
  const { id, name, definition } = await getConnector(projectId, connectorId)
  const withHeaders = definition.type === 'http' && definition.includeHeadersInContext
  let kept = 0
  for (const { action, target, status, body } of examples) {
    const answer = toContextValue({ body, binaryType: null }, { status, headers: {} }, withHeaders)
    // A description does not tell all headers: null says that they are not known.
    const value = withHeaders && isJsonObject(answer) ? { ...answer, headers: null } : answer
    try {
      await saveExample({ projectId, connectorId, action, target, value, version: null }, operatorId)
      kept += 1
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'notFound') throw error
    }
  }
  return { id, name, kept }
}
