'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { PlaceList } from '@/components/form/place-list'
import { SourceForm } from '@/components/form/source-form'
import { Callout } from '@/components/ui/callout'
import { importConnectors } from '@/lib/connectors/actions'
import type { ImportFormProps } from './import-form'

interface Failure {
  message: string
  places: { path: string; message: string }[]
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
        const places = Object.entries(result.fields ?? {})
          .filter(([path]) => path !== '')
          .map(([path, message]) => ({ path, message }))
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
    <SourceForm
      label="Connector file"
      placeholder={'{ "format": "patchbay/connectors@1", "connectors": [ … ] }'}
      accept=".json,application/json"
      hint="Choose or drop a file, or paste its text. A secret that is left out keeps the stored one."
      value={text}
      onChange={change}
      onRefused={(message) => setFailure({ message, places: [] })}
      failure={
        failure ? (
          <Callout tone="danger" role="alert" title={failure.message}>
            {failure.places.length > 0 ? <PlaceList places={failure.places} /> : null}
          </Callout>
        ) : null
      }
      submitLabel="Import"
      busy={busy}
      onSubmit={submit}
    />
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
