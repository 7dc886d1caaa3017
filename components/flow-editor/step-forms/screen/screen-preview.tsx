'use client'

import { useState } from 'react'
import { Segmented } from '@/components/ui/segmented'
import type { ScreenComponent } from '@/lib/steps/screen/schema'
import { FormSection } from '../form-section'
import { ScreenStage, type StageWidth, stageWidths } from './screen-stage'

/** The screen beside its settings, small. */
export function ScreenPreview({ components }: { components: readonly ScreenComponent[] }) {
  const [width, setWidth] = useState<StageWidth>('desktop')
  return (
    <FormSection
      title="Preview"
      action={
        <Segmented size="sm" label="Preview width" value={width} onValueChange={setWidth} options={stageWidths} />
      }
    >
      {/* Small enough to leave room for the settings; the page behind it gives the scale. */}
      <section
        aria-label="Preview of the screen"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and holds nothing else that takes the focus
        tabIndex={0}
        className="max-h-72 overflow-y-auto rounded-lg [zoom:0.8]"
      >
        <ScreenStage components={components} width={width} />
      </section>
    </FormSection>
  )
}
