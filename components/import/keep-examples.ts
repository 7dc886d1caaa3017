import { toast } from 'sonner'
import { importConnectorExamples } from '@/lib/connectors/examples/actions'
import { MAX_EXAMPLES } from '@/lib/connectors/examples/schema'
import type { ImportedCall } from '@/lib/connectors/import/types'
import { toExample } from '@/lib/language/example'

// Of up to 32 KB each: together less than an action takes.
const AT_ONCE = 20

/** Keeps the answers that imported calls come with as their examples, and says how many there are now. Never throws. */
export async function keepExamples(projectId: string, connectorId: string, calls: readonly ImportedCall[]) {
  const examples = calls.flatMap(({ step, answer }) => {
    const body = answer && toExample(answer.body)
    return body ? [{ action: step.action, target: step.endpoint, status: answer.status, body: body.value }] : []
  })
  const wanted = examples.slice(0, MAX_EXAMPLES)
  if (wanted.length === 0) return
  let kept = 0
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const part = wanted.slice(from, from + AT_ONCE)
    const result = await importConnectorExamples({ projectId, connectorId, examples: part }).catch(() => null)
    if (!result?.ok)
      return void toast.error('The examples of the document could not be kept. Test the calls to keep one.')
    kept += result.data.kept
  }
  const rest = examples.length - wanted.length
  const left = rest > 0 ? ` A connector keeps ${MAX_EXAMPLES}, so ${rest} were left out.` : ''
  if (kept > 0 || left !== '')
    toast.success(`${kept} response ${kept === 1 ? 'example was' : 'examples were'} kept.${left}`)
}
