import { Handle, Position } from '@xyflow/react'
import { CircleAlert, Plus, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import type { Port } from '@/lib/steps/definition'
import type { StepKind } from '@/lib/steps/kind'
import { CARD_HEADER_HEIGHT, CARD_WIDTH, PORT_HEIGHT, stepNameId } from '../store/view'
import type { StepMark } from './compared-flow'
import { stepLooks } from './step-look'
import { StepMarkBadge, stepMarkId, stepMarks } from './step-mark'

export interface StepFaceProps {
  id: string
  kind: StepKind
  name: string
  summary: string
  ports: readonly Port[]
  selected: boolean
  /** How the step stands in the execution that is shown. */
  run: 'active' | 'failed' | 'visited' | null
  errors?: number
  warnings?: number
  /** Ports that lead nowhere yet get a button to add what comes next. */
  freePorts?: ReadonlySet<string>
  onAddAfter?: (port: string) => void
  connectable: boolean
  /** How the step differs from an earlier version. */
  mark?: StepMark | undefined
  /** The step's menu. */
  children?: ReactNode
}

/** A step's card. Presentational: the editor's canvas and the read-only one feed it. */
export function StepFace({
  id,
  kind,
  name,
  summary,
  ports,
  selected,
  run,
  connectable,
  mark,
  children,
  ...props
}: StepFaceProps) {
  const { icon: Icon, tile } = stepLooks[kind]
  return (
    <div
      style={{ width: CARD_WIDTH }}
      className={cn(
        'relative rounded-xl border bg-surface shadow-xs transition-shadow',
        selected ? 'border-accent ring-2 ring-accent/25' : 'border-line-strong hover:border-control',
        mark && !selected && stepMarks[mark].card,
        run === 'visited' && !selected && 'border-accent-line',
        run === 'active' && 'step-active border-accent ring-4 ring-accent/30',
        run === 'failed' && 'border-danger-solid ring-4 ring-danger-solid/25',
      )}
    >
      {mark ? <StepMarkBadge mark={mark} id={stepMarkId(id)} className="absolute -top-3 left-3" /> : null}
      {kind === 'start' ? null : (
        <Handle
          type="target"
          position={Position.Left}
          isConnectable={connectable}
          className="port port-target"
          style={{ top: CARD_HEADER_HEIGHT / 2 }}
        />
      )}
      <div style={{ height: CARD_HEADER_HEIGHT }} className="flex items-center gap-2.5 px-3">
        <span className={cn('grid size-8 shrink-0 place-items-center rounded-lg', tile)}>
          <Icon aria-hidden className="size-4" />
        </span>
        <span className="min-w-0 flex-1">
          <span id={stepNameId(id)} className="block truncate font-medium text-fg text-sm">
            {name}
          </span>
          <span className={cn('block truncate text-muted text-xs', kind === 'connector' && 'font-mono text-2xs')}>
            {summary}
          </span>
        </span>
        <ProblemMark errors={props.errors ?? 0} warnings={props.warnings ?? 0} />
        {children}
      </div>
      {ports.length === 0 ? null : (
        <ul className="border-line border-t py-1">
          {ports.map((port) => (
            <PortRow
              key={port.id}
              port={port}
              stepName={name}
              connectable={connectable}
              onAdd={props.freePorts?.has(port.id) ? props.onAddAfter : undefined}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

function PortRow({
  port,
  stepName,
  connectable,
  onAdd,
}: {
  port: Port
  stepName: string
  connectable: boolean
  onAdd: ((port: string) => void) | undefined
}) {
  return (
    <li
      style={{ height: PORT_HEIGHT }}
      className={cn('relative flex items-center justify-end px-3.5 text-xs', port.error ? 'text-danger' : 'text-muted')}
    >
      <span className="truncate">{port.label}</span>
      <Handle
        type="source"
        id={port.id}
        position={Position.Right}
        isConnectable={connectable}
        className={cn('port', port.error && 'port-error')}
      />
      {onAdd ? (
        <button
          type="button"
          aria-label={`Add a step after \u201c${stepName}\u201d, port ${port.label}`}
          onClick={(event) => {
            event.stopPropagation()
            onAdd(port.id)
          }}
          className="nodrag nopan absolute -right-9 grid size-5 place-items-center rounded-full border border-line-strong bg-surface text-subtle hover:border-accent hover:text-accent-fg"
        >
          <Plus aria-hidden className="size-3" />
        </button>
      ) : null}
    </li>
  )
}

function ProblemMark({ errors, warnings }: { errors: number; warnings: number }) {
  if (errors + warnings === 0) return null
  const [Icon, number, word, tone] =
    errors > 0
      ? ([CircleAlert, errors, 'error', 'text-danger'] as const)
      : ([TriangleAlert, warnings, 'warning', 'text-warning'] as const)
  return (
    <span
      role="img"
      aria-label={`${number} ${word}${number === 1 ? '' : 's'}`}
      className={cn('flex shrink-0 items-center gap-0.5 font-medium text-2xs', tone)}
    >
      <Icon aria-hidden className="size-3.5" />
      {number}
    </span>
  )
}
