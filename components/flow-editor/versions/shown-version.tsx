'use client'

import { createContext, type ReactNode, useContext, useDeferredValue, useMemo } from 'react'
import { diffFlows, type FlowDiff } from '@/lib/flow/diff'
import type { FlowDocument } from '@/lib/flow/schema'
import { useEditor, useView } from '../store/context'
import type { ShownVersion, VersionSide } from '../store/types'
import { useVersion } from './use-versions'

/** What is shown of the history: one version, or two with what lies between them. */
export interface Comparison {
  before: FlowDocument
  after: FlowDocument
  beforeName: string
  afterName: string
  diff: FlowDiff
}

export interface ShownDocuments {
  shown: ShownVersion
  /** Null while it is loaded. */
  document: FlowDocument | null
  /** Null while nothing is compared, or not loaded yet. */
  comparison: Comparison | null
  error: unknown
  retry: () => void
}

const ShownVersionContext = createContext<ShownDocuments | null>(null)

/** Canvas and panel show the same comparison: it is made once, here. */
export function ShownVersionProvider({ children }: { children: ReactNode }) {
  return <ShownVersionContext value={useDocuments()}>{children}</ShownVersionContext>
}

/** The version that the person looks at, with its documents; null while they edit the draft. */
export function useShownVersion(): ShownDocuments | null {
  return useContext(ShownVersionContext)
}

function useDocuments(): ShownDocuments | null {
  const shown = useView(({ panel, version }) => (panel === 'versions' ? version : null))
  const against = shown?.against ?? null
  const one = useVersion(shown?.number ?? null)
  const other = useVersion(typeof against === 'number' ? against : null)
  // The draft may change while it is compared, by undo; nobody else may render with each of its edits.
  const draft = useDeferredValue(useEditor((state) => (against === 'draft' ? state.document : null)))
  const document = one.data?.document ?? null
  const counterpart = against === 'draft' ? draft : (other.data?.document ?? null)
  const number = shown?.number ?? null
  const comparison = useMemo(() => {
    if (number === null || against === null || !document || !counterpart) return null
    return compare({ side: number, document }, { side: against, document: counterpart })
  }, [number, against, document, counterpart])
  if (!shown) return null
  return {
    shown,
    document,
    comparison,
    error: one.error ?? other.error,
    retry: () => {
      if (one.error) void one.refetch()
      if (other.error) void other.refetch()
    },
  }
}

interface Side {
  side: VersionSide
  document: FlowDocument
}

/** From the earlier to the later one, whichever was chosen first; the draft is later than every version. */
function compare(one: Side, other: Side): Comparison {
  const otherIsLater = other.side === 'draft' || (one.side !== 'draft' && other.side > one.side)
  const [before, after] = otherIsLater ? [one, other] : [other, one]
  return {
    before: before.document,
    after: after.document,
    beforeName: sideName(before.side),
    afterName: sideName(after.side),
    diff: diffFlows(before.document, after.document),
  }
}

export function sideName(side: VersionSide): string {
  return side === 'draft' ? 'Draft' : `Version ${side}`
}
