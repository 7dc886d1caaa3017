'use client'

import { useMemo } from 'react'
import { ScreenForm } from '@/components/screen/screen-form'
import { ScreenSurface } from '@/components/screen/screen-theme'
import { cn } from '@/components/ui/cn'
import type { OutboundAppFacts } from '@/lib/flow/problems'
import { formatPath } from '@/lib/language/path'
import { renderScreen, type ScreenView } from '@/lib/steps/screen/render'
import type { ScreenComponent } from '@/lib/steps/screen/schema'
import type { Scheme } from '@/lib/theme/theme'
import { useEditor } from '../../store/context'

export type StageWidth = 'desktop' | 'phone'

export const stageWidths = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'phone', label: 'Phone' },
] as const

/** Values are not known yet, so that each dynamic value shows where it will come from. */
const sampleScope = { read: (path: readonly (string | number)[]) => `{${formatPath(path)}}` }

export interface ScreenStageProps {
  components: readonly ScreenComponent[]
  width: StageWidth
  scheme?: Scheme | undefined
  /** Marks the components: which is open, which have problems; a press on one asks for it. */
  marks?: { open: number | null; problems: ReadonlyMap<number, string>; onPress: (place: number) => void }
}

/** The screen as people will see it, as it is edited. */
export function ScreenStage({ components, width, scheme, marks }: ScreenStageProps) {
  const apps = useEditor((state) => state.values.outboundApps)
  const view = useMemo(
    () => ({
      ...renderScreen(
        { kind: 'screen', name: '', next: {}, components: [...components] },
        { error: null, fieldErrors: null, values: {} },
        sampleScope,
      ),
      connects: connectsOf(components, apps),
    }),
    [components, apps],
  )
  return (
    <ScreenSurface
      scheme={scheme}
      className="min-h-full border border-line"
      cardClassName={width === 'phone' ? 'max-w-[22.5rem] p-4' : 'max-w-[26rem]'}
    >
      {view.components.length === 0 ? (
        <p className="text-center text-sm [color:var(--muted)]">Nothing on the screen yet. Add a component.</p>
      ) : (
        <ScreenForm
          view={view}
          disabled
          onSubmit={() => {}}
          frame={
            marks
              ? (content, place) => (
                  // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a shortcut; the list beside it does it by keyboard
                  <div
                    onClick={() => marks.onPress(place)}
                    className={cn(
                      'cursor-pointer rounded-md outline-offset-4 hover:outline-2 hover:outline-[color:var(--line-strong)]',
                      marks.problems.has(place) && 'outline-2 outline-[color:var(--danger)] outline-dashed',
                      marks.open === place && 'outline-2 outline-[color:var(--accent)]',
                    )}
                  >
                    <div className="pointer-events-none">
                      {content ?? <p className="screen-text">{placeholderOf(view.components[place])}</p>}
                    </div>
                    {marks.problems.has(place) ? (
                      <p className="mt-1 text-xs [color:var(--danger)]">{marks.problems.get(place)}</p>
                    ) : null}
                  </div>
                )
              : undefined
          }
        />
      )}
    </ScreenSurface>
  )
}

function connectsOf(components: readonly ScreenComponent[], apps: readonly OutboundAppFacts[]): ScreenView['connects'] {
  const buttons = components.filter((component) => component.type === 'outbound-app-button')
  return Object.fromEntries(
    buttons.map(({ id, app: chosen }) => {
      const found = apps.find((app) => app.id === chosen)
      return [id, { opensWindow: false, app: found ? { logo: '', ...found } : null }]
    }),
  )
}

/** What stands where a component shows nothing by itself. */
function placeholderOf(component: ScreenComponent | undefined): string {
  return component?.type === 'image' ? 'Image' : 'Error messages are shown here.'
}
