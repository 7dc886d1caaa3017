import { setTimeout as wait } from 'node:timers/promises'
import type { RunnerMessage } from '@/lib/engine/message'
import { newId } from '@/lib/id'
import { cancelExecution } from '@/lib/runner/cancel'
import { submitStep } from '@/lib/runner/next'
import { listMessages } from '@/lib/runner/queries'
import { startExecution } from '@/lib/runner/start'
import { advanceCursor, type FlowReply } from '@/lib/runner/types'
import { CommandError, UsageError } from '../errors'
import { parseJsonObject } from '../input'
import { messageLines } from '../message-lines'
import { note, print, printJson, style } from '../output'
import { chooseProject } from '../project'
import { ensureSandbox } from '../sandbox'
import { ScreenValues, type Submission } from '../screen-values'
import type { Session } from '../session'

export interface RunOptions {
  input?: string
  screen?: string[]
  draft?: boolean
  version?: string
  project?: string
  json?: boolean
}

const LOOK_EVERY_MS = 100
/** While a person connects an account; the step itself waits for ten minutes. */
const CONNECT_LOOK_MS = 1_000
const PAGE = 200

/**
 * Runs a flow and prints its runner messages as they happen.
 * @throws CommandError when the execution fails, or a screen has no values
 */
export async function run(flowId: string, options: RunOptions, session: Session): Promise<void> {
  const version = versionOf(options)
  const client = options.input === undefined ? {} : parseJsonObject('--input', options.input)
  const screens = new ScreenValues(options.screen ?? [])
  const { id: projectId } = await chooseProject(options.project)
  await ensureSandbox(session)

  const executionId = newId()
  const cancel = () => cancelExecution(projectId, executionId, 'Cancelled from the command line.')
  session.onInterrupt(() => cancel().catch(() => {}))
  const log = new MessageLog(projectId, executionId, options.json === true)
  let reply: FlowReply
  try {
    const started = startExecution({
      projectId,
      flowId,
      version,
      trigger: 'cli',
      startedById: null,
      executionId,
      client,
      ipAddress: '',
      watched: true,
    })
    reply = await drive(projectId, await log.during(started), screens, log)
  } catch (error) {
    if (log.messages.length > 0) {
      // Nobody will come back to the screen it waits on.
      await cancel().catch(() => {})
      await log.read()
      if (options.json)
        printJson({ executionId, status: 'cancelled', output: null, error: null, messages: log.messages })
    }
    throw error
  }
  report(reply, log, options.json === true)
}

async function drive(projectId: string, first: FlowReply, screens: ScreenValues, log: MessageLog): Promise<FlowReply> {
  let reply = first
  for (;;) {
    const { executionId, stepId, action } = reply
    const submit = (submission: Submission) =>
      log.during(submitStep({ projectId, executionId, stepId, ...submission, watched: true }))
    if (action === 'screen') reply = await submit(screens.take(reply))
    else if (action === 'redirect' || action === 'poll') {
      const { connect, redirect } = reply
      if (redirect)
        note(`Open this address in a browser to connect ${connect?.app.name ?? 'the account'}: ${redirect.url}`)
      await wait(CONNECT_LOOK_MS)
      reply = await submit({ interactionId: 'polling', input: {} })
    } else return reply
  }
}

function report({ executionId, status, output, error }: FlowReply, log: MessageLog, json: boolean): void {
  if (json) printJson({ executionId, status, output: output ?? null, error: error ?? null, messages: log.messages })
  if (status === 'completed') {
    if (!json) note(style('dim', `Execution ${executionId} completed.`))
    return
  }
  throw new CommandError(`Execution ${executionId} ${status}${error ? `: ${error.message}` : '.'}`)
}

function versionOf({ draft, version }: RunOptions): 'live' | 'draft' | number {
  if (draft && version !== undefined) throw new UsageError('Give --draft or --version, not both.')
  if (draft) return 'draft'
  if (version === undefined) return 'live'
  if (!/^[1-9]\d{0,8}$/.test(version)) throw new UsageError(`--version must be a version's number, not "${version}".`)
  return Number(version)
}

/** Reads an execution's messages while it runs; prints them unless they are wanted as JSON. */
class MessageLog {
  readonly messages: RunnerMessage[] = []
  #cursor = { after: 0, afterAsync: 0 }

  constructor(
    readonly projectId: string,
    readonly executionId: string,
    readonly quiet: boolean,
  ) {}

  async during(work: Promise<FlowReply>): Promise<FlowReply> {
    let settled = false
    const done = work.finally(() => {
      settled = true
    })
    // Its outcome is awaited below; until then a failure must not count as unhandled.
    done.catch(() => {})
    while (!settled) {
      await this.read()
      await Promise.race([done.catch(() => {}), new Promise((next) => setTimeout(next, LOOK_EVERY_MS))])
    }
    await this.read()
    return await done
  }

  async read(): Promise<void> {
    for (;;) {
      const page = await listMessages(this.projectId, this.executionId, { ...this.#cursor, limit: PAGE })
      for (const message of page) {
        this.#cursor = advanceCursor(this.#cursor, message.number)
        this.messages.push(message)
        if (!this.quiet) for (const line of messageLines(message)) print(line)
      }
      if (page.length < PAGE) return
    }
  }
}
