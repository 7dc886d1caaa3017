import { Badge } from '@/components/ui/badge'
import type { ImportedStep } from '@/lib/connectors/import/types'

/** A step that an import makes, as it will be sent. */
export function StepPreview({ step }: { step: ImportedStep }) {
  const { action, endpoint, payload, timeoutSeconds } = step
  return (
    <section aria-label="Step" className="grid gap-2">
      <h3 className="font-medium text-sm">Step: {step.name}</h3>
      <p className="flex items-start gap-2 text-sm">
        <Badge>{action}</Badge>
        <code className="min-w-0 break-all pt-0.5 font-mono text-xs">{endpoint}</code>
      </p>
      {payload ? (
        <div>
          <p className="mb-1 text-muted text-xs">
            {{ json: 'JSON payload', form: 'Form payload', text: 'Text payload' }[payload.type]}
          </p>
          <section
            aria-label="Payload"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="max-h-48 overflow-auto whitespace-pre rounded-md border border-line bg-sunken p-2 font-mono text-xs"
          >
            {payload.type === 'text' ? payload.value : JSON.stringify(payload.value, null, 2)}
          </section>
        </div>
      ) : null}
      {timeoutSeconds === undefined ? null : <p className="text-muted text-sm">Timeout: {timeoutSeconds} s</p>}
    </section>
  )
}
