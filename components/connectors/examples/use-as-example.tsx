'use client'

import { BookmarkCheck, BookmarkPlus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { saveConnectorExample } from '@/lib/connectors/examples/actions'
import type { ConnectorExample } from '@/lib/connectors/examples/schema'
import { toExample } from '@/lib/language/example'
import type { Json } from '@/lib/language/json'
import { type CallIdentity, callKey } from '@/lib/steps/connector/call-key'

export interface UseAsExampleProps {
  projectId: string
  connectorId: string
  /** The call that was tested. */
  call: CallIdentity
  /** What it answered, as a flow finds it. */
  value: Json
  examples: readonly ConnectorExample[]
}

/** Keeps the answer of a test as the example of its call, in place of one that is there. */
export function UseAsExample({ projectId, connectorId, call, value, examples }: UseAsExampleProps) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [kept, setKept] = useState(false)
  const current = findExample(examples, call)

  async function save() {
    // Shortened here as well: an answer may be larger than an action takes.
    const example = toExample(value)
    if (!example) return void toast.error('This answer has too many keys for an example.')
    setBusy(true)
    const input = { projectId, connectorId, ...call, value: example.value, version: current?.version ?? null }
    const result = await saveConnectorExample(input).catch(() => null)
    setBusy(false)
    if (!result) toast.error('The server could not be reached. Try again.')
    else if (!result.ok) toast.error(result.message)
    else {
      setKept(true)
      toast.success('Kept as the example of this call. Flows complete from it.')
      router.refresh()
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="sm" loading={busy} disabled={kept} onClick={() => void save()}>
        {kept ? <BookmarkCheck aria-hidden /> : <BookmarkPlus aria-hidden />}
        {kept ? 'Kept as example' : current ? 'Replace the example' : 'Use as example'}
      </Button>
      <p className="min-w-0 flex-1 basis-56 text-subtle text-xs">
        The flow editor completes from it for steps that make this call, and warns of keys that it lacks.
      </p>
    </div>
  )
}

function findExample(examples: readonly ConnectorExample[], call: CallIdentity): ConnectorExample | null {
  const key = keyOf(call)
  return examples.find((example) => keyOf(example) === key) ?? null
}

function keyOf({ action, target }: CallIdentity): string {
  return callKey({ connector: '', action, target })
}
