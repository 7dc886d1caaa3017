'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { DialogBody, DialogClose, DialogFooter } from '@/components/ui/dialog'
import { importConnectors } from '@/lib/connectors/actions'
import type { ImportFormProps } from './import-form'
import { SourceText } from './source-text'

interface Failure {
  message: string
  places: [path: string, message: string][]
}

export type FileImportProps = Pick<ImportFormProps, 'projectId' | 'text' | 'onTextChange'> & { onClose: () => void }

/** A connector file, written as a whole or not at all. */
export function FileImport({ projectId, text, onTextChange, onClose }: FileImportProps) {
  const router = useRouter()
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)

  function change(next: string) {
    setFailure(null)
    onTextChange(next)
  }

  async function submit() {
    const document = parse(text)
    if (document === undefined)
      return setFailure({ message: 'This is not JSON. Check that the whole file was copied.', places: [] })
    setBusy(true)
    try {
      const result = await importConnectors({ projectId, document })
      if (!result.ok) {
        const places = Object.entries(result.fields ?? {}).filter(([path]) => path !== '')
        return setFailure({ message: places.length > 0 ? 'Correct these places:' : result.message, places })
      }
      const { created, updated } = result.data
      toast.success(`${created.length} created, ${updated.length} changed.`)
      onTextChange('')
      onClose()
      router.refresh()
    } catch {
      setFailure({
        message: 'The server cannot be reached. Check that Patchbay is running, then try again.',
        places: [],
      })
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <DialogBody className="grid content-start gap-3">
        <SourceText
          label="Connector file"
          placeholder={'{ "format": "patchbay/connectors@1", "connectors": [ … ] }'}
          accept=".json,application/json"
          hint="Choose or drop a file, or paste its text. A secret that is left out keeps the stored one."
          value={text}
          onChange={change}
          onRefused={(message) => setFailure({ message, places: [] })}
          invalid={failure !== null}
        />
        {failure ? (
          <Callout tone="danger" role="alert" title={failure.message}>
            {failure.places.length > 0 ? (
              <ul className="mt-1 grid gap-1.5">
                {failure.places.slice(0, 50).map(([path, message]) => (
                  <li key={path}>
                    <code className="break-all font-mono text-fg text-xs">{path}</code>
                    <span className="block">{message}</span>
                  </li>
                ))}
              </ul>
            ) : null}
          </Callout>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant="primary" loading={busy} onClick={submit}>
          Import
        </Button>
      </DialogFooter>
    </>
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
