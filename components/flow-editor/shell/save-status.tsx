'use client'

import { Check, CloudOff, Eye, LoaderCircle, PencilLine, TriangleAlert } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { useEditor, useEditorApi } from '../store/context'

/** Where the draft stands, in the toolbar. What needs a decision is said by `SaveBanners`. */
export function SaveStatus() {
  const editor = useEditorApi()
  const save = useEditor((state) => state.save)
  const readOnly = useEditor((state) => state.readOnly)
  if (readOnly) return <Line icon={Eye} text="View only" />
  switch (save.status) {
    case 'clean':
      return <Line icon={Check} text="Saved" />
    case 'dirty':
      return <Line icon={PencilLine} text="Unsaved" />
    case 'saving':
      return <Line icon={LoaderCircle} text={'Saving\u2026'} iconClass="animate-spin" />
    case 'rejected':
      return <Line icon={TriangleAlert} text="Not saved" tone="text-danger" />
    case 'unreachable':
      return (
        <span className="flex items-center gap-1.5">
          <Line icon={CloudOff} text="Offline" tone="text-warning" />
          <Button size="sm" onClick={() => void editor.flush()}>
            Retry
          </Button>
        </span>
      )
  }
}

interface LineProps {
  icon: typeof Check
  text: string
  tone?: string
  iconClass?: string
}

function Line({ icon: Icon, text, tone = 'text-subtle', iconClass }: LineProps) {
  return (
    <span role="status" className={cn('flex items-center gap-1.5 whitespace-nowrap text-xs', tone)}>
      <Icon aria-hidden className={cn('size-3.5', iconClass)} />
      <span className="max-lg:sr-only">{text}</span>
    </span>
  )
}
