'use client'

import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog'
import { Segmented } from '@/components/ui/segmented'
import { loadImportTargets } from '@/lib/connectors/actions'
import type { ImportTarget } from '@/lib/connectors/import/compare-connector'
import { toCopiedSteps } from '@/lib/connectors/import/to-copied-steps'
import type { ImportedCall } from '@/lib/connectors/import/types'
import type { CopiedSteps } from '@/lib/flow/copied-steps'
import { CurlImport } from './curl-import'
import { FileImport } from './file-import'
import { ImportDone } from './import-done'
import { keepExamples } from './keep-examples'
import { OpenApiImport } from './openapi-import'
import type { PlannedConnector } from './plan-form'

export type ImportWay = 'curl' | 'openapi' | 'file'

const ways: Record<ImportWay, { label: string; title: string; description: string }> = {
  curl: {
    label: 'curl command',
    title: 'Import a curl command',
    description: 'It becomes a connector, with its credentials sealed, and a step that makes the same call.',
  },
  openapi: {
    label: 'OpenAPI',
    title: 'Import an OpenAPI document',
    description:
      'It becomes a connector, and the operations you choose become steps with their parameters and payloads.',
  },
  file: {
    label: 'Connector file',
    title: 'Import a connector file',
    description: 'A file as Export writes it. Connectors whose name exists are changed, the others made.',
  },
}

export interface ImportDialogProps {
  projectId: string
  open: boolean
  onOpenChange: (open: boolean) => void
  /** What can be imported here; the first one is shown. */
  offered: readonly ImportWay[]
  /** Takes the steps into an open flow; without it they are offered to be copied. */
  onSteps?: ((steps: CopiedSteps) => Promise<void>) | undefined
}

/** Makes connectors and steps out of what other tools write. Nothing typed is lost by closing it. */
export function ImportDialog({ projectId, open, onOpenChange, offered, onSteps }: ImportDialogProps) {
  const [texts, setTexts] = useState<Partial<Record<ImportWay, string>>>({})
  const [chosen, setChosen] = useState<ImportWay | null>(null)
  const [known, setKnown] = useState<readonly ImportTarget[]>([])
  const [done, setDone] = useState<{ connector: PlannedConnector; steps: CopiedSteps } | null>(null)
  const way = chosen !== null && offered.includes(chosen) ? chosen : (offered[0] ?? 'curl')

  useEffect(() => {
    if (!open) return
    let current = true
    // Without the list the import still works: it makes a connector of its own.
    loadImportTargets({ projectId }).then(
      (result) => current && result.ok && setKnown(result.data),
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [open, projectId])

  async function finish(connector: PlannedConnector, calls: readonly ImportedCall[]) {
    const steps = toCopiedSteps(
      calls.map(({ step }) => step),
      connector.id,
    )
    // Beside the import itself: an example that is not kept stops nothing.
    void keepExamples(projectId, connector.id, calls)
    setTexts((before) => ({ ...before, [way]: '' }))
    if (!onSteps) return setDone({ connector, steps })
    await onSteps(steps)
    if (connector.isNew) toast.success(`${connector.name} was created.`)
    close(false)
  }

  function close(next: boolean) {
    if (!next) setDone(null)
    onOpenChange(next)
  }

  const form = {
    projectId,
    known,
    text: texts[way] ?? '',
    onTextChange: (text: string) => setTexts((before) => ({ ...before, [way]: text })),
    intoFlow: onSteps !== undefined,
    onDone: finish,
  }
  return (
    <Dialog open={open} onOpenChange={close}>
      <DialogContent size="lg">
        {done ? (
          <ImportDone projectId={projectId} {...done} />
        ) : (
          <>
            <DialogHeader>
              <DialogTitle>{ways[way].title}</DialogTitle>
              <DialogDescription>{ways[way].description}</DialogDescription>
              {offered.length > 1 ? (
                <Segmented
                  label="What to import"
                  size="sm"
                  className="mt-2 justify-self-start"
                  value={way}
                  onValueChange={setChosen}
                  options={offered.map((value) => ({ value, label: ways[value].label }))}
                />
              ) : null}
            </DialogHeader>
            {way === 'curl' ? <CurlImport {...form} /> : null}
            {way === 'openapi' ? <OpenApiImport {...form} /> : null}
            {way === 'file' ? <FileImport {...form} onClose={() => close(false)} /> : null}
          </>
        )}
      </DialogContent>
    </Dialog>
  )
}
