'use client'

import { Expand } from 'lucide-react'
import { useMemo, useState } from 'react'
import { ScreenForm } from '@/components/screen/screen-form'
import { IconButton } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Dialog, DialogBody, DialogContent, DialogHeader, DialogTitle, DialogTrigger } from '@/components/ui/dialog'
import { Segmented } from '@/components/ui/segmented'
import { formatPath } from '@/lib/language/path'
import { renderScreen, type ScreenView } from '@/lib/steps/screen/render'
import type { ScreenComponent } from '@/lib/steps/screen/schema'
import { FormSection } from '../form-section'

type Width = 'desktop' | 'phone'

/** Values are not known yet, so that each dynamic value shows where it will come from. */
const sampleScope = { read: (path: readonly (string | number)[]) => `{${formatPath(path)}}` }

/** The screen as people will see it, as it is edited. */
export function ScreenPreview({ components }: { components: readonly ScreenComponent[] }) {
  const [width, setWidth] = useState<Width>('desktop')
  const view = useMemo(
    () =>
      renderScreen(
        { kind: 'screen', name: '', next: {}, components: [...components] },
        { error: null, fieldErrors: null, values: {} },
        sampleScope,
      ),
    [components],
  )
  const sizes = (
    <Segmented
      size="sm"
      label="Preview width"
      value={width}
      onValueChange={setWidth}
      options={[
        { value: 'desktop', label: 'Desktop' },
        { value: 'phone', label: 'Phone' },
      ]}
    />
  )
  return (
    <FormSection
      title="Preview"
      action={
        <div className="flex items-center gap-1">
          {sizes}
          <Dialog>
            <DialogTrigger asChild>
              <IconButton label="Enlarge the preview" size="icon-sm">
                <Expand aria-hidden />
              </IconButton>
            </DialogTrigger>
            <DialogContent size="xl" aria-describedby={undefined}>
              <DialogHeader className="flex flex-row items-center gap-3">
                <DialogTitle>Preview</DialogTitle>
                {sizes}
              </DialogHeader>
              <DialogBody className="pb-5">
                <Stage view={view} width={width} />
              </DialogBody>
            </DialogContent>
          </Dialog>
        </div>
      }
    >
      {/* Small enough to leave room for the settings; the page behind it gives the scale. */}
      <section
        aria-label="Preview of the screen"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and holds nothing else that takes the focus
        tabIndex={0}
        className="max-h-72 overflow-y-auto rounded-lg [zoom:0.8]"
      >
        <Stage view={view} width={width} />
      </section>
    </FormSection>
  )
}

function Stage({ view, width }: { view: ScreenView; width: Width }) {
  return (
    <div className="grid place-items-center rounded-lg border border-line bg-canvas p-4">
      <div
        className={cn(
          'w-full rounded-xl bg-surface shadow-lg',
          width === 'phone' ? 'max-w-[20rem] p-4' : 'max-w-[28rem] p-7',
        )}
      >
        {view.components.length === 0 ? (
          <p className="text-center text-subtle text-sm">Nothing on the screen yet.</p>
        ) : (
          <ScreenForm view={view} disabled onSubmit={() => {}} />
        )}
      </div>
    </div>
  )
}
