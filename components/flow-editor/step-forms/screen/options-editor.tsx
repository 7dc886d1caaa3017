'use client'

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { PlainField } from '../../fields/plain-field'
import { moveItem } from '../condition/group-tree'
import { useFieldSlot, useStepFormContext } from '../step-form-context'

interface Option {
  value: string
  label: string
}

export interface OptionsEditorProps {
  options: readonly Option[]
  path: readonly (string | number)[]
  onChange: (options: Option[], name?: string) => void
}

/** What a select offers, in order. */
export function OptionsEditor({ options, path, onChange }: OptionsEditorProps) {
  const slot = useFieldSlot()
  const { errors } = useStepFormContext()
  const error = errors[path.join('.')]
  return (
    <fieldset data-field={path.join('.')} className="grid min-w-0 grid-cols-1 gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">Options</legend>
      {options.map((option, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a value that is typed would remount its field
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-1.5"
        >
          <PlainField
            label={`Value of option ${index + 1}`}
            hideLabel
            mono
            maxLength={200}
            placeholder="value"
            value={option.value}
            onChange={(value) => onChange(options.with(index, { ...option, value }))}
            {...slot([...path, index, 'value'], option.value)}
          />
          <PlainField
            label={`Label of option ${index + 1}`}
            hideLabel
            maxLength={200}
            placeholder="label"
            value={option.label}
            onChange={(label) => onChange(options.with(index, { ...option, label }))}
          />
          <div className="flex pt-1">
            <IconButton
              label={`Move option ${index + 1} up`}
              size="icon-xs"
              disabled={index === 0}
              onClick={() => onChange(moveItem(options, index, index - 1), 'Move option')}
            >
              <ArrowUp aria-hidden />
            </IconButton>
            <IconButton
              label={`Move option ${index + 1} down`}
              size="icon-xs"
              disabled={index === options.length - 1}
              onClick={() => onChange(moveItem(options, index, index + 1), 'Move option')}
            >
              <ArrowDown aria-hidden />
            </IconButton>
            <IconButton
              label={`Remove option ${index + 1}`}
              size="icon-xs"
              onClick={() => onChange(options.toSpliced(index, 1), 'Remove option')}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        </div>
      ))}
      {error ? <p className="text-danger text-xs">{error}</p> : null}
      <div>
        <Button
          size="sm"
          variant="ghost"
          onClick={() => onChange([...options, { value: '', label: '' }], 'Add option')}
        >
          <Plus aria-hidden />
          Add option
        </Button>
      </div>
    </fieldset>
  )
}
