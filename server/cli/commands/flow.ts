import { recordAudit } from '@/lib/audit/service'
import type { AuditActor } from '@/lib/audit/types'
import { db } from '@/lib/db'
import type { ImportReport } from '@/lib/flow/descope/types'
import { toFileText } from '@/lib/flow/file'
import { flowMessages } from '@/lib/flow-catalog/messages'
import { publishFlow } from '@/lib/flow-catalog/publish/service'
import { exportFlow, getFlow, listFlows } from '@/lib/flow-catalog/queries'
import type { FlowListItem } from '@/lib/flow-catalog/schema'
import { importFlow } from '@/lib/flow-catalog/service'
import { isJsonObject } from '@/lib/language/json'
import { UsageError } from '../errors'
import { readJsonFile } from '../input'
import { print, printJson, printTable } from '../output'
import { chooseProject } from '../project'

/** Whoever has a shell on the server; there is nobody to name. */
const ACTOR: AuditActor = { type: 'system', id: 'command-line', name: 'Command line' }

interface FlowOptions {
  project?: string
  json?: boolean
}

export async function list({ project, json }: FlowOptions): Promise<void> {
  const { id } = await chooseProject(project)
  const flows = await listAll(id)
  if (json) return printJson({ flows })
  if (flows.length === 0) return print('There is no flow yet.')
  printTable(
    ['Id', 'Name', 'Kind', 'Published', 'State'],
    flows.map((flow) => [
      flow.id,
      flow.name,
      flow.kind,
      flow.liveVersion === null ? 'never' : `version ${flow.liveVersion}`,
      flow.disabled ? 'disabled' : flow.hasUnpublishedChanges ? 'has unpublished changes' : '',
    ]),
  )
}

export async function exportOne(flowId: string, { project }: FlowOptions): Promise<void> {
  const { id } = await chooseProject(project)
  print(toFileText(await exportFlow(id, flowId)).trimEnd())
}

export interface ImportOptions extends FlowOptions {
  flow?: string
  publish?: boolean
  note?: string
}

/** A flow of the file's id is replaced; the command line has no one to ask. */
export async function importFile(path: string, { project, json, flow, publish, note }: ImportOptions): Promise<void> {
  if (note !== undefined && !publish) throw new UsageError('--note belongs to --publish.')
  const { id: projectId } = await chooseProject(project)
  const file = await readJsonFile(path)
  const target = flow ?? (await findExisting(projectId, isJsonObject(file) ? file.id : null))
  const { id, revision, report } = await importFlow(
    projectId,
    { file, ...(target === null ? {} : { flowId: target }) },
    null,
  )
  await recordAudit(ACTOR, projectId, { action: 'flow.import', targetId: id, data: { replaced: target !== null } })
  const { name, liveVersion } = await getFlow(projectId, id)
  const version = publish ? await publishDraft(projectId, id, revision, note ?? '', liveVersion) : null
  if (json) return printJson({ id, name, replaced: target !== null, version, ...(report ? { report } : {}) })
  const done = target === null ? 'Made' : 'Replaced the draft of'
  print(`${done} "${name}" (${id})${version === null ? '' : `; version ${version} is live`}.`)
  for (const line of report ? toReportLines(report) : []) print(line)
}

/** What became of each step of an export of Descope that did not come over whole. */
function toReportLines({ entries, notes }: ImportReport): string[] {
  const whole = entries.filter(({ mapping }) => mapping === 'mapped').length
  return [
    `${whole} of ${entries.length} steps came over whole.`,
    ...notes,
    ...entries.flatMap(({ mapping, name, was, notes: ofStep }) =>
      mapping === 'mapped'
        ? []
        : [
            `${mapping === 'placeholder' ? 'Not imported' : 'In part'}: ${name} (${was})`,
            ...ofStep.map((note) => `  ${note}`),
          ],
    ),
  ]
}

/** Publishing what is live already is what the caller wanted: an import may be repeated. */
async function publishDraft(
  projectId: string,
  flowId: string,
  revision: number,
  note: string,
  liveVersion: number | null,
): Promise<number> {
  try {
    const { number } = await publishFlow(projectId, { flowId, revision, note }, null)
    await recordAudit(ACTOR, projectId, { action: 'flow.publish', targetId: flowId, data: { number } })
    return number
  } catch (error) {
    const unchanged =
      liveVersion !== null && error instanceof Error && error.message === flowMessages.unchanged(liveVersion)
    if (unchanged) return liveVersion
    throw error
  }
}

async function findExisting(projectId: string, id: unknown): Promise<string | null> {
  if (typeof id !== 'string') return null
  const found = await db().flow.findUnique({ where: { projectId_id: { projectId, id } }, select: { id: true } })
  return found?.id ?? null
}

async function listAll(projectId: string): Promise<FlowListItem[]> {
  const flows: FlowListItem[] = []
  let cursor: string | undefined
  do {
    const page = await listFlows(projectId, { cursor })
    flows.push(...page.flows)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return flows
}
