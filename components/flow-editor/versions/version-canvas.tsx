'use client'

import { PanelRight, X } from 'lucide-react'
import { useMemo } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import { toComparedFlow } from '../canvas/compared-flow'
import { FlowCanvasStatic } from '../canvas/flow-canvas-static'
import { useEditorApi } from '../store/context'
import { showVersion } from '../store/view-actions'
import { ChangeSummary } from './change-list'
import { type ShownDocuments, sideName } from './shown-version'

/** A version in the place of the draft's canvas: to look at, or over another one with what differs marked. */
export function VersionCanvas({ documents }: { documents: ShownDocuments }) {
  const editor = useEditorApi()
  const { shown, document, comparison } = documents
  const compared = useMemo(
    () => (comparison ? toComparedFlow(comparison.before, comparison.after, comparison.diff) : null),
    [comparison],
  )
  const drawn = shown.against === null ? document : (compared?.document ?? null)
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-surface px-3 py-1">
        <p role="status" className="font-medium text-sm">
          {shown.against === null
            ? sideName(shown.number)
            : comparison
              ? `${comparison.beforeName} \u2192 ${comparison.afterName}`
              : 'Comparing\u2026'}
        </p>
        <Badge>Read only</Badge>
        {comparison ? <ChangeSummary comparison={comparison} /> : null}
        <span className="ml-auto flex gap-1.5">
          <Button size="sm" className="md:hidden" onClick={() => editor.view.setState({ sheetOpen: true })}>
            <PanelRight aria-hidden /> Details
          </Button>
          <Button size="sm" onClick={() => showVersion(editor, null)}>
            <X aria-hidden /> Back to the draft
          </Button>
        </span>
      </div>
      <div className="min-h-0 flex-1">
        {drawn ? (
          <FlowCanvasStatic
            // Another pair is another drawing, to be seen whole.
            key={`${shown.number} ${shown.against}`}
            document={drawn}
            compared={shown.against === null ? null : compared}
            selectedStepId={shown.stepId}
            revealsSelected
            onSelectStep={(stepId) => showVersion(editor, { ...shown, stepId })}
          />
        ) : documents.error ? null : (
          <div className="grid h-full place-items-center">
            <Spinner label="Loading the version" />
          </div>
        )}
      </div>
    </div>
  )
}
