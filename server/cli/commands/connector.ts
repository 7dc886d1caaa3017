import { z } from 'zod'
import { testConnector } from '@/lib/connectors/call'
import { exportConnectors, listConnectorNames } from '@/lib/connectors/queries'
import { importConnectors } from '@/lib/connectors/transfer/service'
import { type Json, jsonSchema } from '@/lib/language/json'
import type { ConnectorCall, Payload } from '@/lib/language/outcome'
import { formatPath, parsePath } from '@/lib/language/path'
import { readParameter } from '@/lib/steps/connector/types/sql'
import { CommandError, UsageError } from '../errors'
import { parseJson, parsePair, readJsonFile } from '../input'
import { note, print, printJson, printTable, style } from '../output'
import { chooseProject } from '../project'
import { recordLines } from '../record-lines'
import { ensureSandbox } from '../sandbox'
import type { Session } from '../session'

interface ConnectorOptions {
  project?: string
  json?: boolean
}

export async function list({ project, json }: ConnectorOptions): Promise<void> {
  const { id } = await chooseProject(project)
  const connectors = await listConnectorNames(id)
  if (json) return printJson({ connectors })
  if (connectors.length === 0) return print('There is no connector yet.')
  printTable(
    ['Id', 'Name', 'Type', 'Address'],
    connectors.map((connector) => [connector.id, connector.name, connector.type, connector.target]),
  )
}

export async function exportAll(names: string[], { project }: ConnectorOptions): Promise<void> {
  const { id } = await chooseProject(project)
  const ids = names.length > 0 ? await Promise.all(names.map((name) => findId(id, name))) : undefined
  const file = await exportConnectors(id, ids)
  // A file for people and for git, also when it goes into one.
  print(JSON.stringify(file, null, 2))
  note(`${count(file.connectors.length)} exported, without secrets.`)
}

export async function importFile(file: string, { project, json }: ConnectorOptions): Promise<void> {
  const { id: projectId } = await chooseProject(project)
  const document = await readJsonFile(file)
  const { created, updated } = await importConnectors({
    projectId,
    operatorId: null,
    document,
    environment: process.env,
  })
  if (json) return printJson({ created, updated })
  for (const { id, name } of created) print(`${style('green', 'made')}      ${name}  ${style('dim', id)}`)
  for (const { id, name } of updated) print(`${style('yellow', 'changed')}   ${name}  ${style('dim', id)}`)
}

export interface TestOptions extends ConnectorOptions {
  action: string
  endpoint: string
  payload?: string
  /** sql */
  query?: string
  parameter: string[]
  /** smtp, as JSON */
  mail?: string
  value: string[]
  timeout?: string
}

/** @throws CommandError when the call fails */
export async function test(given: string, options: TestOptions, session: Session): Promise<void> {
  const call = readCall(options)
  const values = Object.fromEntries(options.value.map(readValue))
  const { id: projectId } = await chooseProject(options.project)
  const connectorId = await findId(projectId, given)
  await ensureSandbox(session)
  const result = await testConnector({ projectId, connectorId, call, values })
  const { ok, event, value, record, earlier = [], missing } = result
  if (options.json) printJson({ ok, event, value, record, earlier, missing })
  else {
    for (const source of missing)
      print(style('yellow', `warning: ${source} has no value; give it with --value ${source}=…`))
    for (const one of [...earlier, record]) for (const line of recordLines(jsonSchema.parse(one))) print(line)
  }
  if (!ok) {
    const { error, response } = record
    throw new CommandError(error?.message ?? `The third party answered ${response?.status ?? 'with an error'}.`)
  }
}

/** The connector of a name or an id. */
async function findId(projectId: string, given: string): Promise<string> {
  const connectors = await listConnectorNames(projectId)
  const found = connectors.find(({ name }) => name === given) ?? connectors.find(({ id }) => id === given)
  if (found) return found.id
  const names = connectors.map(({ name }) => `  ${name}`).join('\n')
  throw new CommandError(`There is no connector "${given}".${names ? ` There are:\n${names}` : ''}`)
}

/** The call that the options describe: a query, a call as JSON, or a request of http. */
function readCall(options: TestOptions): ConnectorCall {
  const timeoutSeconds = options.timeout === undefined ? null : toSeconds(options.timeout)
  if (options.query !== undefined) {
    return {
      action: 'executeQuery',
      sql: { query: options.query, parameters: options.parameter.map(readParameter) },
      timeoutSeconds,
    }
  }
  if (options.mail !== undefined) {
    const smtp = mailSchema.safeParse(parseJson('--mail', options.mail))
    if (!smtp.success) throw new UsageError('--mail takes JSON: {"to": …, "subject": …, "text": …, "html": …}.')
    return { action: 'sendEmail', smtp: smtp.data, timeoutSeconds }
  }
  return {
    action: options.action.toUpperCase(),
    endpoint: options.endpoint,
    payload: options.payload === undefined ? null : toPayload(options.payload),
    timeoutSeconds,
  }
}

const mailSchema = z.strictObject({
  to: z.string(),
  cc: z.string().optional(),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
})

function toPayload(text: string): Payload {
  return { type: 'json', value: parseJson('--payload', text) }
}

function toSeconds(text: string): number {
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 120) return seconds
  throw new UsageError(`--timeout must be 1 to 120 whole seconds, not "${text}".`)
}

/** A value is JSON when it reads as such, else text. */
function readValue(option: string): [string, Json] {
  const [name, text] = parsePair('--value', option)
  const path = parsePath(name)
  if (!path) throw new UsageError(`--value: "${name}" is not a path. Use dots and [0] indexes, for example form.email.`)
  try {
    return [formatPath(path), JSON.parse(text)]
  } catch {
    return [formatPath(path), text]
  }
}

function count(connectors: number): string {
  return connectors === 1 ? 'One connector' : `${connectors} connectors`
}
