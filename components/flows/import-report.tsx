'use client'

import { CircleCheck, CircleDashed, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { DialogBody, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from '@/components/ui/dialog'
import type { ImportReport, Mapping, ReportEntry } from '@/lib/flow/descope/types'

export interface ImportReportViewProps {
  name: string
  report: ImportReport
  failure: ReactNode
  busy: boolean
  onBack: () => void
  onImport: () => void
}

const sections: readonly { mapping: Mapping; title: string; icon: typeof CircleCheck; tone: string }[] = [
  { mapping: 'placeholder', title: 'Not imported: a placeholder keeps the place', icon: CircleX, tone: 'text-danger' },
  { mapping: 'partly', title: 'Imported in part: look at these', icon: CircleDashed, tone: 'text-warning' },
  { mapping: 'mapped', title: 'Imported', icon: CircleCheck, tone: 'text-success' },
]

/** What an import would make of an export, step by step, before anything is stored. */
export function ImportReportView({ name, report, failure, busy, onBack, onImport }: ImportReportViewProps) {
  const { entries, notes } = report
  const blocked = entries.some(({ mapping }) => mapping === 'placeholder')
  return (
    <>
      <DialogHeader>
        <DialogTitle>What becomes of “{name}”</DialogTitle>
        <DialogDescription>
          {entries.length} {entries.length === 1 ? 'step' : 'steps'} of a Descope flow. Nothing is stored yet.
        </DialogDescription>
      </DialogHeader>
      <DialogBody className="grid content-start gap-4">
        {failure}
        {blocked ? (
          <Callout tone="warning">
            Placeholders let nobody past: the flow can be published once you have replaced them.
          </Callout>
        ) : null}
        {notes.map((note) => (
          <Callout key={note}>{note}</Callout>
        ))}
        {sections.map(({ mapping, title, icon: Icon, tone }) => {
          const found = entries.filter((entry) => entry.mapping === mapping)
          if (found.length === 0) return null
          return (
            <section key={mapping} aria-label={title}>
              <h3 className="mb-1.5 flex items-center gap-2 font-medium text-sm">
                <Icon aria-hidden className={`size-4 ${tone}`} />
                {title} ({found.length})
              </h3>
              <ul className="grid gap-2 border-line border-l pl-4">
                {found.map((entry) => (
                  <EntryRow key={entry.stepId} entry={entry} />
                ))}
              </ul>
            </section>
          )
        })}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onBack}>Back</Button>
        <Button variant="primary" loading={busy} onClick={onImport}>
          Import as a draft
        </Button>
      </DialogFooter>
    </>
  )
}

function EntryRow({ entry: { name, was, notes } }: { entry: ReportEntry }) {
  return (
    <li className="min-w-0 text-sm">
      <span className="break-words">{name}</span> <span className="text-muted text-xs">{was}</span>
      {notes.map((note) => (
        <p key={note} className="break-words text-muted text-xs">
          {note}
        </p>
      ))}
    </li>
  )
}
