import { useId } from 'react'
import { Switch } from '@/components/ui/switch'
import { FormSection } from '../form-section'

export interface AsyncFieldProps {
  value: boolean | undefined
  onChange: (value: boolean) => void
}

/** Whether the flow waits for the call. */
export function AsyncField({ value, onChange }: AsyncFieldProps) {
  const id = useId()
  return (
    <FormSection title="Waiting" fieldPath="async">
      <div className="flex items-start gap-2">
        <Switch
          id={id}
          checked={value ?? false}
          onCheckedChange={onChange}
          aria-describedby={`${id}-description`}
          className="mt-px"
        />
        <div className="grid gap-0.5">
          <label htmlFor={id} className="font-medium text-sm">
            Run asynchronously
          </label>
          <p id={`${id}-description`} className="text-pretty text-subtle text-xs">
            {value
              ? 'The flow goes on at once by Success and never sees the answer: nothing is written to the context, and there is no error handling. The call is a job that survives restarts and is tried up to 10 times; its attempts join the messages of the execution, which is marked when the call fails for good. A POST or PATCH whose result is unknown, after an answer 500 for one, is not sent again unless the connector’s retries name it.'
              : 'Switch it on when the flow need not wait for the answer, for a notification for one.'}
          </p>
        </div>
      </div>
    </FormSection>
  )
}
