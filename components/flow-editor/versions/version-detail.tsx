'use client'

import { ArrowLeft, Eye } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { RequestError } from '@/components/api/request-error'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { useEditor, useEditorApi } from '../store/context'
import { showVersion } from '../store/view-actions'
import { ChangeList } from './change-list'
import { ComparePicker } from './compare-picker'
import { MakeLiveButton } from './make-live-button'
import { RestoreButton } from './restore-button'
import { type ShownDocuments, useShownVersion } from './shown-version'
import { StepSettings } from './step-settings'
import { useVersion } from './use-versions'
import { VersionNote } from './version-note'

/** The version that was chosen: who made it, what can be done with it, and how it differs from another. */
export function VersionDetail() {
  const editor = useEditorApi()
  const shown = useShownVersion()
  const heading = useRef<HTMLHeadingElement>(null)
  // The list that was left is gone, and with it the focus.
  useEffect(() => heading.current?.focus(), [])
  if (!shown) return null
  const { number, against, stepId } = shown.shown
  return (
    <div className="grid min-w-0 gap-3 p-3">
      <div className="flex items-center justify-between gap-2">
        <Button size="sm" variant="ghost" onClick={() => showVersion(editor, null)}>
          <ArrowLeft aria-hidden /> All versions
        </Button>
        <Button size="sm" className="md:hidden" onClick={() => editor.view.setState({ sheetOpen: false })}>
          <Eye aria-hidden /> Show on the canvas
        </Button>
      </div>
      <Facts number={number} headingRef={heading} />
      {shown.error ? (
        <RequestError title="The version could not be loaded" error={shown.error} onRetry={shown.retry} />
      ) : null}
      <div className="grid gap-1">
        <span className="font-medium text-sm">Compare with</span>
        <ComparePicker
          number={number}
          value={against}
          onChange={(next) => showVersion(editor, { number, against: next, stepId })}
        />
      </div>
      {against === null ? <Settings shown={shown} /> : <Changes shown={shown} />}
    </div>
  )
}

function Facts({ number, headingRef }: { number: number; headingRef: RefObject<HTMLHeadingElement | null> }) {
  const { data: version } = useVersion(number)
  const live = useEditor((state) => state.liveVersion === number)
  const readOnly = useEditor((state) => state.readOnly)
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-2">
        <h2 ref={headingRef} tabIndex={-1} className="font-semibold text-base outline-none">
          Version {number}
        </h2>
        {live ? (
          <Badge tone="success" dot>
            Live
          </Badge>
        ) : null}
      </div>
      {version ? (
        <>
          <p className="text-muted text-xs">
            Published <RelativeTime value={version.createdAt} />
            {version.author === null ? '' : ` by ${version.author}`}
          </p>
          <VersionNote number={number} note={version.note} />
          {readOnly ? null : (
            <div className="flex flex-wrap gap-2">
              <RestoreButton number={number} document={version.document} />
              {live ? null : <MakeLiveButton number={number} />}
            </div>
          )}
        </>
      ) : (
        <Skeleton className="h-20" />
      )}
    </div>
  )
}

function Changes({ shown: { shown, comparison, error } }: { shown: ShownDocuments }) {
  const editor = useEditorApi()
  if (!comparison) return error ? null : <Skeleton className="h-40" />
  return (
    <Part title={`From ${comparison.beforeName} to ${comparison.afterName}`}>
      <ChangeList
        comparison={comparison}
        selectedStepId={shown.stepId}
        onSelectStep={(stepId) => showVersion(editor, { ...shown, stepId })}
      />
    </Part>
  )
}

function Settings({ shown: { shown, document } }: { shown: ShownDocuments }) {
  const { stepId } = shown
  const step = document && stepId !== null && Object.hasOwn(document.steps, stepId) ? document.steps[stepId] : undefined
  return step && document ? (
    <StepSettings step={step} document={document} />
  ) : (
    <p className="rounded-lg border border-line-strong border-dashed p-4 text-center text-muted text-sm">
      Select a step on the canvas to see how it was set up.
    </p>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid min-w-0 gap-2">
      <h3 className="font-medium text-sm">{title}</h3>
      {children}
    </section>
  )
}
