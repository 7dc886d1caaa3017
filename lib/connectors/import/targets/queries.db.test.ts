import { afterAll, expect, it } from 'vitest'
import { closeDatabase, db } from '@/lib/db'
import { newProjectId } from '@/lib/id'
import { ensureVault } from '@/lib/vault/keys'
import { createConnector } from '../../service'
import { listImportTargets } from './queries'

const projects = [newProjectId(), newProjectId()] as const

afterAll(async () => {
  await db().project.deleteMany({ where: { id: { in: [...projects] } } })
  await closeDatabase()
})

it('lists the HTTP connectors of one project with what they send, and no secret', async () => {
  await ensureVault()
  await db().project.createMany({ data: projects.map((id) => ({ id, name: 'Test' })) })
  const http = {
    type: 'http',
    name: 'Desk',
    baseUrl: 'https://desk.example.com',
    authentication: { method: 'bearerToken', bearerToken: 'the-token' },
    headers: [{ key: 'X-Desk', value: '4' }],
    hmacSecret: 'the-hmac-secret',
  }
  const smtp = { type: 'smtp', name: 'Mail', host: 'mail.example.com', sender: { address: 'desk@example.com' } }
  const [projectId, other] = projects
  const { id } = await createConnector({ projectId, operatorId: null, connector: http })
  await createConnector({ projectId, operatorId: null, connector: smtp })
  await createConnector({ projectId: other, operatorId: null, connector: http })
  const targets = await listImportTargets(projectId)
  expect(targets).toEqual([
    {
      id,
      name: 'Desk',
      baseUrl: 'https://desk.example.com',
      authentication: { method: 'bearerToken' },
      headers: [{ key: 'X-Desk', value: '4' }],
      insecure: false,
      retry: null,
      awsAuthType: 'none',
      awsAccessKeyId: '',
      awsRegion: '',
      awsService: '',
    },
  ])
})
