import { createServer, type RequestListener } from 'node:http'
import { createConnector } from '@/lib/connectors/service'
import { createManagementKey } from '@/lib/console/keys'
import { createProject } from '@/lib/console/projects'
import type { FlowDocument, FlowKind } from '@/lib/flow/schema'
import { publishFlow } from '@/lib/flow-catalog/publish/service'
import { getFlow } from '@/lib/flow-catalog/queries'
import { createFlow, saveDraft } from '@/lib/flow-catalog/service'
import type { Step } from '@/lib/steps/schemas'
import { ensureVault } from '@/lib/vault/keys'
import { createApi } from '../app'

/** A third party on a port of its own. */
export async function startThirdParty(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A project with a management key, called through the API itself. */
export async function makeProject() {
  await ensureVault()
  const { id: projectId } = await createProject('Test')
  const { secret } = await createManagementKey(projectId, 'Test', null)
  const api = createApi()

  const post = async (path: string, body: unknown, bearer = projectId, headers: Record<string, string> = {}) => {
    const response = await api.request(path, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    return { status: response.status, body: await response.json() }
  }
  const addConnector = async (baseUrl: string, extra: Record<string, unknown> = {}) =>
    (
      await createConnector({
        projectId,
        operatorId: null,
        connector: { type: 'http', name: `To ${baseUrl}`, baseUrl, ...extra },
      })
    ).id
  const publish = async (id: string, kind: FlowKind, steps: Record<string, Step>) => {
    await createFlow(projectId, { id, name: id, kind }, null)
    await publishAgain(id, steps)
  }
  /** The same flow with other steps. */
  const publishAgain = async (id: string, steps: Record<string, Step>) => {
    const { draft, draftRevision } = await getFlow(projectId, id)
    const document: FlowDocument = { ...draft, steps }
    const { revision } = await saveDraft(
      projectId,
      { flowId: id, revision: draftRevision, document, force: false },
      null,
    )
    await publishFlow(projectId, { flowId: id, revision, note: '' }, null)
  }
  return { projectId, key: secret, bearer: `${projectId}:${secret}`, api, post, addConnector, publish, publishAgain }
}
