import type { ReactNode } from 'react'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { FileProgress } from './send-file'

export interface ImportReportProps {
  step: 'checking' | 'checked' | 'importing' | 'done'
  progress: FileProgress
  /** Bytes of the file. */
  size: number
  actions: ReactNode
}

const titles = {
  checking: '3. Checking the file',
  checked: '3. What an import does',
  importing: '4. Importing',
  done: '4. Imported',
} as const

const SHOWN = 100

/** How far a file is, what becomes of its lines, and what is wrong with some. */
export function ImportReport({ step, progress, size, actions }: ImportReportProps) {
  const { created, updated, unchanged, problems, lines, leftOut, bytes } = progress
  const percent = size === 0 ? 100 : Math.min(100, Math.floor((bytes / size) * 100))
  const busy = step === 'checking' || step === 'importing'
  const count = (number: number) => number.toLocaleString('en')
  const planned = step === 'checking' || step === 'checked'
  return (
    <Card aria-label={titles[step]}>
      <CardHeader>
        <CardTitle>{titles[step]}</CardTitle>
        <CardDescription>
          {step === 'checked'
            ? 'Nothing has been imported yet.'
            : step === 'done'
              ? 'Lines with problems were left out.'
              : `${count(lines)} lines so far.`}
        </CardDescription>
      </CardHeader>
      <CardContent className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {busy ? (
          <div
            role="progressbar"
            aria-label={titles[step]}
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
            className="h-2 overflow-hidden rounded-full bg-sunken"
          >
            <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
          </div>
        ) : null}
        <dl aria-live="polite" className="grid grid-cols-2 gap-3 sm:grid-cols-4">
          <Fact label={planned ? 'To create' : 'Created'} value={count(created)} />
          <Fact label={planned ? 'To change' : 'Changed'} value={count(updated)} />
          <Fact label="As they are" value={count(unchanged)} />
          <Fact label="Left out" value={count(leftOut)} danger={leftOut > 0} />
        </dl>
        {problems.length > 0 ? (
          <div className="grid gap-2">
            <div className="max-h-96 overflow-y-auto">
              <Table label="Lines with problems">
                <TableHeader>
                  <TableRow>
                    <TableHead className="w-20">Line</TableHead>
                    <TableHead>What to do</TableHead>
                  </TableRow>
                </TableHeader>
                <TableBody>
                  {problems.slice(0, SHOWN).map(({ line, message }) => (
                    <TableRow key={`${line} ${message}`}>
                      <TableCell className="tabular-nums">{line}</TableCell>
                      <TableCell className="break-words">{message}</TableCell>
                    </TableRow>
                  ))}
                </TableBody>
              </Table>
            </div>
            {problems.length > SHOWN ? (
              <p className="text-muted text-sm">The first {SHOWN} are shown. Correct the file and check it again.</p>
            ) : null}
          </div>
        ) : null}
      </CardContent>
      <CardFooter>{actions}</CardFooter>
    </Card>
  )
}

function Fact({ label, value, danger }: { label: string; value: string; danger?: boolean }) {
  return (
    <div className="rounded-lg border border-line bg-canvas px-3 py-2">
      <dt className="text-subtle text-xs">{label}</dt>
      <dd className={`font-semibold text-lg tabular-nums ${danger ? 'text-danger' : ''}`}>{value}</dd>
    </div>
  )
}
