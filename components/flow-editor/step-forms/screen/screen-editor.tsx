'use client'

import { PanelsTopLeft } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useScreenSchemes } from '@/components/screen/screen-theme'
import { Button } from '@/components/ui/button'
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
  DialogTrigger,
} from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'
import { Segmented } from '@/components/ui/segmented'
import type { Scheme } from '@/lib/theme/theme'
import { useStepFormContext } from '../step-form-context'
import { ComponentList } from './component-list'
import { ComponentPalette } from './component-palette'
import { ScreenStage, type StageWidth, stageWidths } from './screen-stage'
import type { ComponentEdits } from './use-component-edits'

export interface ScreenEditorProps {
  name: string
  edits: ComponentEdits
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** The screen editor: everything that can be on a screen, what is on it with its settings, and how it will look. */
export function ScreenEditor({ name, edits, open, onOpenChange }: ScreenEditorProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button variant="secondary">
          <PanelsTopLeft aria-hidden />
          Open the screen editor
        </Button>
      </DialogTrigger>
      <DialogContent className="h-[calc(100dvh-2rem)] sm:max-w-[calc(100vw-2rem)]">
        <DialogHeader>
          <DialogTitle>Screen editor: {name}</DialogTitle>
          <DialogDescription>
            Drag components to reorder them, or hold <Kbd>Alt</Kbd> and press an arrow key. Changes are kept as you make
            them.
          </DialogDescription>
        </DialogHeader>
        <Panes edits={edits} />
      </DialogContent>
    </Dialog>
  )
}

function Panes({ edits }: { edits: ComponentEdits }) {
  const { readOnly } = useStepFormContext()
  const problems = useComponentProblems()
  const schemes = useScreenSchemes()
  const [width, setWidth] = useState<StageWidth>('desktop')
  const [wanted, setScheme] = useState<Scheme | null>(null)
  const scheme = wanted !== null && schemes.includes(wanted) ? wanted : undefined
  return (
    <div className="grid min-h-0 flex-1 grid-cols-1 overflow-y-auto border-line border-t md:grid-cols-[24rem_minmax(0,1fr)] md:overflow-hidden lg:grid-cols-[11rem_25rem_minmax(0,1fr)]">
      <section
        aria-label="Palette"
        className="hidden min-h-0 overflow-y-auto border-line border-r bg-sunken p-3 lg:block"
      >
        <ComponentPalette edits={edits} />
      </section>
      <fieldset
        disabled={readOnly}
        aria-label="Components of the screen"
        className="min-h-0 min-w-0 border-line border-r p-3 md:overflow-y-auto"
      >
        <ComponentList edits={edits} className="border-t-0 pt-0" />
      </fieldset>
      <section aria-label="Live preview" className="flex min-h-96 min-w-0 flex-col gap-2 p-3 md:min-h-0">
        <div className="flex flex-wrap items-center gap-2">
          <Segmented size="sm" label="Preview width" value={width} onValueChange={setWidth} options={stageWidths} />
          {schemes.length > 1 ? (
            <Segmented
              size="sm"
              label="Preview colours"
              value={scheme ?? 'console'}
              onValueChange={(next) => setScheme(next === 'console' ? null : next)}
              options={[
                { value: 'console', label: 'As the console' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          ) : null}
        </div>
        <section
          aria-label="Preview of the screen"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and holds nothing else that takes the focus
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto rounded-lg"
        >
          <ScreenStage
            components={edits.components}
            width={width}
            scheme={scheme}
            marks={{ open: edits.open, problems, onPress: edits.setOpen }}
          />
        </section>
      </section>
    </div>
  )
}

/** The first problem of each component that has one, by its place. */
function useComponentProblems(): ReadonlyMap<number, string> {
  const { errors } = useStepFormContext()
  return useMemo(() => {
    const problems = new Map<number, string>()
    for (const [path, message] of Object.entries(errors)) {
      const place = /^components\.(\d+)\./.exec(path)?.[1]
      if (place !== undefined && !problems.has(Number(place))) problems.set(Number(place), message)
    }
    return problems
  }, [errors])
}
