'use client'

import { TemplateField } from '@/components/template/template-field'
import { Segmented } from '@/components/ui/segmented'
import type { ErrorEvent, ErrorHandling } from '@/lib/language/outcome'
import { type ErrorHandlings, errorEventTexts, handlingOf } from '@/lib/steps/error-handling'
import { useEditor } from '../store/context'
import { FormSection } from './form-section'
import { useFieldSlot } from './step-form-context'

export interface ErrorHandlingFieldsProps<H extends ErrorHandlings> {
  /** The events that the step can come to. */
  events: readonly (keyof H & ErrorEvent)[]
  value: H
  /** How the step goes on when the event is ignored: “the Success port”. */
  goesOnBy?: string
  onChange: (value: H, name?: string) => void
}

/** What happens when a step does not succeed, for each of its events. */
export function ErrorHandlingFields<H extends ErrorHandlings>({
  events,
  value,
  goesOnBy = 'the Success port',
  onChange,
}: ErrorHandlingFieldsProps<H>) {
  const slot = useFieldSlot()
  const interactive = useEditor((state) => state.document.kind === 'interactive')
  return (
    <FormSection title="Error handling" fieldPath="errorHandling">
      {events.map((id) => {
        const event = errorEventTexts[id]
        const handling = handlingOf(value, id)
        const set = (next: ErrorHandling, name?: string) => onChange({ ...value, [id]: next }, name)
        return (
          <fieldset
            key={id}
            aria-label={event.label}
            data-field={`errorHandling.${id}`}
            className="grid min-w-0 grid-cols-1 gap-2 rounded-lg border border-line p-2.5"
          >
            <div>
              <h4 className="font-medium text-sm">{event.label}</h4>
              <p className="text-subtle text-xs">{event.description}</p>
            </div>
            <Segmented
              size="sm"
              label={`On ${event.label}`}
              value={handling.mode}
              onValueChange={(mode) => set({ mode }, 'Change error handling')}
              options={[
                { value: 'automatic', label: 'Automatic' },
                { value: 'custom', label: 'Custom' },
                { value: 'ignore', label: 'Ignore' },
              ]}
            />
            <p className="text-pretty text-muted text-xs">{explain(handling.mode, interactive, goesOnBy)}</p>
            {handling.mode === 'automatic' ? (
              <TemplateField
                label={
                  <>
                    Error text<span className="sr-only"> for {event.label}</span>
                  </>
                }
                optional
                maxLength={500}
                placeholder="The service did not answer. Try again later."
                value={handling.text ?? ''}
                onChange={(text) => set(text === '' ? { mode: 'automatic' } : { mode: 'automatic', text })}
                {...slot(['errorHandling', id, 'text'], handling.text)}
              />
            ) : null}
          </fieldset>
        )
      })}
    </FormSection>
  )
}

function explain(mode: ErrorHandling['mode'], interactive: boolean, goesOnBy: string): string {
  switch (mode) {
    case 'automatic':
      return interactive
        ? 'Goes back to the last screen shown, which shows the text. With no screen before it the execution fails.'
        : 'The execution fails with this error; the caller gets its code and text.'
    case 'custom':
      return 'The step gets a port of its own for this event: connect it to where the flow should go.'
    case 'ignore':
      return `Goes on by ${goesOnBy} as if nothing had happened; what there is of the answer can be read.`
  }
}
