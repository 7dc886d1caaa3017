'use client'

import { FileUp } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useId, useRef, useState } from 'react'
import { asApiError } from '@/components/api/fetch-json'
import { RequestError } from '@/components/api/request-error'
import { useLeaveGuard } from '@/components/form/use-leave-guard'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import type { CsvRow } from '@/lib/csv-reader'
import type { Attribute } from '@/lib/identity/attributes/schema'
import { ColumnTable } from './column-table'
import { guessColumns, namesUsers, toFieldChoices } from './columns'
import { ImportReport } from './import-report'
import { type FileProgress, readStart, sendFile } from './send-file'

interface Chosen {
  file: File
  start: CsvRow[]
}

type Step = 'columns' | 'checking' | 'checked' | 'importing' | 'done'

/** Users out of a CSV file: first its columns, then what an import would do, and only after a confirmation the import. */
export function ImportView({ projectId, attributes }: { projectId: string; attributes: readonly Attribute[] }) {
  const inputId = useId()
  const input = useRef<HTMLInputElement>(null)
  const choices = toFieldChoices(attributes)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [columns, setColumns] = useState<(string | null)[]>([])
  const [step, setStep] = useState<Step>('columns')
  const [progress, setProgress] = useState<FileProgress | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const abort = useRef<AbortController>(null)
  const busy = step === 'checking' || step === 'importing'
  const guard = useLeaveGuard(busy)

  async function choose() {
    const file = input.current?.files?.[0]
    if (!file) return
    const start = await readStart(file)
    setChosen({ file, start })
    setColumns(guessColumns(start[0]?.values ?? [], choices))
    setStep('columns')
    setProgress(null)
    setProblem(null)
  }

  // A file may have been chosen before the page could react.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => void choose(), [])

  async function send(dryRun: boolean) {
    if (!chosen) return
    abort.current = new AbortController()
    const { signal } = abort.current
    setStep(dryRun ? 'checking' : 'importing')
    setProgress(null)
    setProblem(null)
    try {
      const { file } = chosen
      setProgress(await sendFile({ projectId, file, columns, dryRun, signal, onProgress: setProgress }))
      setStep(dryRun ? 'checked' : 'done')
    } catch (error) {
      setStep('columns')
      if (!signal.aborted) setProblem(error)
    }
  }

  const [header, ...samples] = chosen?.start ?? []
  const usable = header !== undefined && !header.broken && samples.length > 0
  const users = (progress?.created ?? 0) + (progress?.updated ?? 0)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Card>
        <CardHeader>
          <CardTitle>1. The file</CardTitle>
          <CardDescription>
            A CSV file with titles in its first line, and in each other line as many cells as there are titles, empty
            ones too: a line with fewer or more is left out. Who has a login id of a line is changed, everybody else is
            new; the same file again changes nothing. Lists are separated by <code>;</code>, a tenant’s roles follow its
            id: <code>acme:Owner,Guest</code>.
          </CardDescription>
        </CardHeader>
        <CardContent className="flex flex-wrap items-center gap-3">
          <label
            htmlFor={inputId}
            className="inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-md border border-line-strong bg-surface px-3 font-medium text-sm shadow-xs focus-within:outline-2 focus-within:outline-ring hover:bg-hover has-disabled:cursor-not-allowed has-disabled:opacity-55"
          >
            <FileUp aria-hidden className="size-4" /> {chosen ? 'Choose another file' : 'Choose a CSV file'}
            <input
              ref={input}
              id={inputId}
              type="file"
              accept=".csv,text/csv,text/tab-separated-values"
              className="sr-only"
              disabled={busy}
              // The same file again is a choice too.
              onClick={({ currentTarget }) => {
                currentTarget.value = ''
              }}
              onChange={() => void choose()}
            />
          </label>
          {chosen ? (
            <span className="min-w-0 truncate text-muted text-sm">
              {chosen.file.name}, {formatSize(chosen.file.size)}
            </span>
          ) : null}
        </CardContent>
      </Card>
      {chosen && !usable ? (
        <Callout tone="danger" role="alert" title="There is nothing to import in this file">
          {header?.broken
            ? 'A quotation mark of its titles is missing or too many: a cell that begins with one ends with one.'
            : 'It needs a line of titles and at least one line below it.'}
        </Callout>
      ) : null}
      {header && usable ? (
        <Card>
          <CardHeader>
            <CardTitle>2. Its columns</CardTitle>
            <CardDescription>What each column becomes. Columns without a field are left out.</CardDescription>
          </CardHeader>
          <CardContent>
            <ColumnTable
              header={header.values}
              samples={samples.map(({ values }) => values)}
              columns={columns}
              choices={choices}
              disabled={busy}
              onChange={(next) => {
                setColumns(next)
                setStep('columns')
                setProgress(null)
              }}
            />
          </CardContent>
          <CardFooter>
            {namesUsers(columns) ? null : (
              <span className="mr-auto text-danger text-sm">
                Choose a column for the login ids, the e-mail address or the phone number.
              </span>
            )}
            <Button
              variant={step === 'columns' ? 'primary' : 'secondary'}
              disabled={!namesUsers(columns) || busy}
              onClick={() => void send(true)}
            >
              Check the file
            </Button>
          </CardFooter>
        </Card>
      ) : null}
      {problem ? (
        <RequestError
          error={problem}
          title={
            asApiError(problem).code === 'unreachable'
              ? 'The server could not be reached. What was imported until then stays; the same file can be imported again'
              : 'The file could not be imported to its end. The same file can be imported again'
          }
        />
      ) : null}
      {chosen && progress && step !== 'columns' ? (
        <ImportReport
          step={step}
          progress={progress}
          size={chosen.file.size}
          actions={
            busy ? (
              <Button onClick={() => abort.current?.abort()}>Stop</Button>
            ) : step === 'checked' ? (
              <Button variant="primary" disabled={users === 0} onClick={() => void send(false)}>
                {users === 0
                  ? 'Nothing to import'
                  : `Import ${users.toLocaleString('en')} ${users === 1 ? 'user' : 'users'}`}
              </Button>
            ) : (
              <Button variant="primary" asChild>
                <Link href={`/p/${projectId}/users`}>Show the users</Link>
              </Button>
            )
          }
        />
      ) : null}
      <ConfirmDialog
        open={guard.asking}
        onOpenChange={(open) => (open ? undefined : guard.stay())}
        title="Leave while the file is sent?"
        description="What was imported until then stays. The same file can be imported again."
        confirmLabel="Leave"
        cancelLabel="Stay"
        onConfirm={guard.leave}
      />
    </div>
  )
}

function formatSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
