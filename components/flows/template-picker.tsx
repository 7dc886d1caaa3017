'use client'

import { useId } from 'react'
import { RadioGroup, RadioOption } from '@/components/ui/radio-group'
import { stepIcons } from '@/components/ui/step-icons'
import { flowTemplates, listTemplateConnectors } from '@/lib/flow/templates/registry'
import type { FlowTemplate } from '@/lib/flow/templates/types'
import { stepName } from '@/lib/steps/definitions'

const BLANK = 'blank'

/** What a flow begins from: nothing, or one of the templates. Undefined: nothing. */
export function TemplatePicker({
  value,
  onChange,
}: {
  value: string | undefined
  onChange: (template: string | undefined) => void
}) {
  const label = useId()
  return (
    <fieldset className="grid gap-2">
      <legend id={label} className="mb-2 font-medium text-sm">
        Begin with
      </legend>
      <RadioGroup
        value={value ?? BLANK}
        onValueChange={(next) => onChange(next === BLANK ? undefined : next)}
        aria-labelledby={label}
        className="max-h-72 gap-3 overflow-y-auto rounded-lg border border-line p-3"
      >
        <RadioOption value={BLANK} label="An empty flow" description="Start, and nothing else yet." />
        {flowTemplates.map((template) => (
          <RadioOption
            key={template.id}
            value={template.id}
            label={template.name}
            description={<TemplateText template={template} />}
          />
        ))}
      </RadioGroup>
    </fieldset>
  )
}

function TemplateText({ template }: { template: FlowTemplate }) {
  const connectors = listTemplateConnectors(template)
  return (
    <>
      {template.description}
      {connectors.length > 0 ? ` Calls ${connectors.join(', ')}.` : null}
      {template.kind === 'management' ? ' Without screens, run by API.' : null}
      <Outline steps={template.steps} />
    </>
  )
}

/** The steps in their order, drawn small: kinds as icons, names beside them. */
function Outline({ steps }: { steps: FlowTemplate['steps'] }) {
  return (
    <span className="mt-1.5 flex flex-wrap gap-1">
      {Object.entries(steps)
        .filter(([, step]) => step.kind !== 'start')
        .map(([id, step]) => {
          const Icon = stepIcons[step.kind]
          return (
            <span key={id} className="flex items-center gap-1 rounded border border-line bg-sunken px-1.5 py-0.5">
              <Icon aria-hidden className="size-3 shrink-0" />
              {stepName(step)}
            </span>
          )
        })}
    </span>
  )
}
