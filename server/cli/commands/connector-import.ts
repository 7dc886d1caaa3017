import { importExamples } from '@/lib/connectors/examples/import-examples'
import { readCurl } from '@/lib/connectors/import/curl/read-curl'
import { toCommonHeaders } from '@/lib/connectors/import/openapi/common-headers'
import { readOpenApi } from '@/lib/connectors/import/openapi/read-openapi'
import { toOperationStep } from '@/lib/connectors/import/openapi/to-operation-step'
import { toSignIn } from '@/lib/connectors/import/sign-in'
import { toCopiedSteps } from '@/lib/connectors/import/to-copied-steps'
import type { ImportedCall, ImportedConnector, ReportLine } from '@/lib/connectors/import/types'
import { createConnector } from '@/lib/connectors/service'
import { CommandError, UsageError } from '../errors'
import { readText } from '../input'
import { note, print, printJson, style } from '../output'
import { chooseProject } from '../project'

export interface ImportTextOptions {
  project?: string
  json?: boolean
  curl?: boolean
  openapi?: boolean
  name?: string
  baseUrl?: string
  user?: string
  secretEnv?: string
  operation: string[]
}

interface Read {
  connector: ImportedConnector
  calls: ImportedCall[]
  report: readonly ReportLine[]
}

/**
 * Makes a connector of a curl command or an OpenAPI document; its steps are printed as the editor pastes them.
 * @throws CommandError when the text cannot be read, with the reasons
 */
export async function importText(file: string, options: ImportTextOptions): Promise<void> {
  const { project, json, name, baseUrl, user, secretEnv } = options
  const read = options.curl ? fromCurl(await readText(file)) : fromOpenApi(await readText(file), options.operation)
  const signIn = toSignIn(read.connector.authentication)
  const secret = secretEnv === undefined ? signIn?.secret.value : process.env[secretEnv]
  if (signIn && (secret === undefined || secret === '')) {
    const why = secretEnv === undefined ? 'is not in the text' : `is not in the environment variable ${secretEnv}`
    throw new CommandError(
      `${signIn.secret.label} ${why}. Put it into an environment variable and name that by --secret-env.`,
    )
  }
  const { id: projectId } = await chooseProject(project)
  const { headers, insecure, retry } = read.connector
  const connector = {
    type: 'http',
    name: name ?? read.connector.name,
    baseUrl: baseUrl ?? read.connector.baseUrl,
    headers,
    insecure,
    retry,
    ...signIn?.toInput(user ?? signIn.username?.value ?? '', secret ?? ''),
  }
  const { id, name: made } = await createConnector({ projectId, operatorId: null, connector })
  const steps = toCopiedSteps(
    read.calls.map(({ step }) => step),
    id,
  )
  const examples = read.calls.flatMap(({ step, answer }) =>
    answer ? [{ action: step.action, target: step.endpoint, ...answer }] : [],
  )
  await importExamples({ projectId, connectorId: id, examples }, null)
  const report = read.report.map(({ tone, what, message }) => ({ tone, what, message }))
  if (json) return printJson({ created: { id, name: made }, steps, report })
  note(`${style('green', 'made')}      ${made}  ${style('dim', id)}`)
  for (const line of report)
    note(`${style(line.tone === 'left' ? 'yellow' : 'dim', line.tone.padEnd(9))} ${line.what}  ${line.message}`)
  if (read.calls.length > 0) print(JSON.stringify(steps, null, 2))
}

function fromCurl(text: string): Read {
  const { call, report } = readCurl(text)
  if (!call) throw refusal(report)
  return { connector: call.connector, calls: [{ step: call.step, answer: null }], report }
}

function fromOpenApi(text: string, operations: readonly string[]): Read {
  const { document, report } = readOpenApi(text)
  if (!document) throw refusal(report)
  const steps = operations.map((wanted) => {
    const operation = document.operations.find(({ key, operationId }) => key === wanted || operationId === wanted)
    if (!operation)
      throw new UsageError(`--operation: there is no "${wanted}". Give an operationId, or a verb and a path.`)
    return toOperationStep(operation, document.references, { optionalParameters: false })
  })
  const [server] = document.servers
  const authentication = document.schemes[0]?.authentication ?? { method: 'none' as const }
  const common = toCommonHeaders(steps, authentication)
  return {
    connector: {
      name: document.title,
      baseUrl: server?.url ?? '',
      authentication,
      headers: common.headers,
      insecure: false,
      retry: null,
    },
    calls: steps,
    report: [...report, ...common.report, ...steps.flatMap((each) => each.report)],
  }
}

function refusal(report: readonly ReportLine[]): CommandError {
  const errors = report.filter(({ tone }) => tone === 'error')
  return new CommandError(errors.map(({ what, message }) => `${what}: ${message}`).join('\n'))
}
