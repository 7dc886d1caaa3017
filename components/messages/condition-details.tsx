import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import type { RunnerMessage } from '@/lib/engine/message'
import type { EvaluatedItem } from '@/lib/language/condition'
import { OPERATORS } from '@/lib/language/operators'
import { ComparedValue, Verdict } from './verdict'

/** A condition, branch by branch: each row with both its operands and its result, and the branch that decided. */
export function ConditionDetails({ message }: { message: Extract<RunnerMessage, { type: 'condition' }> }) {
  const byElse = !message.branches.some(({ id }) => id === message.decided)
  return (
    <ol className="grid min-w-0 gap-2">
      {message.branches.map((branch) => (
        <Branch
          key={branch.id}
          name={branch.name || branch.id}
          result={branch.result}
          decided={branch.id === message.decided}
          when={branch.when}
        />
      ))}
      {byElse ? <Branch name="Else" result decided when={null} /> : null}
    </ol>
  )
}

interface BranchProps {
  name: string
  result: boolean
  decided: boolean
  when: EvaluatedItem | null
}

function Branch({ name, result, decided, when }: BranchProps) {
  return (
    <li
      className={cn(
        'min-w-0 rounded-lg border bg-surface',
        decided ? 'border-accent-line ring-1 ring-accent-line' : 'border-line',
      )}
    >
      <div className="flex items-center gap-2 px-2.5 py-1.5">
        <Verdict result={result} />
        <p className="min-w-0 truncate font-medium text-sm">{name}</p>
        {decided ? (
          <Badge tone="accent" className="ml-auto">
            Decided
          </Badge>
        ) : null}
      </div>
      {when ? (
        <div className="border-line border-t px-2.5 py-1.5">
          <Item item={when} />
        </div>
      ) : (
        <p className="border-line border-t px-2.5 py-1.5 text-subtle text-xs">No branch above was true.</p>
      )}
    </li>
  )
}

function Item({ item }: { item: EvaluatedItem }) {
  if (item.type === 'row') return <Row row={item} />
  if (item.items.length === 1 && item.items[0]) return <Item item={item.items[0]} />
  return (
    <div className="min-w-0 py-0.5">
      <p className="flex items-center gap-1.5 py-0.5 text-subtle text-xs">
        <Verdict result={item.result} />
        {item.type === 'all' ? 'All of these (AND)' : 'Any of these (OR)'}
        {item.items.length === 0 ? ': no rows' : ''}
      </p>
      <div className="ml-1.5 min-w-0 border-line border-l pl-2.5">
        {item.items.map((child, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a recorded evaluation never changes
          <Item key={index} item={child} />
        ))}
      </div>
    </div>
  )
}

function Row({ row }: { row: Extract<EvaluatedItem, { type: 'row' }> }) {
  const operator = OPERATORS[row.operator]
  return (
    <div className="flex min-w-0 items-start gap-1.5 py-1 text-xs">
      <Verdict result={row.result} />
      <div className="min-w-0 flex-1 leading-5">
        <code className="break-all font-mono text-muted">{row.key}</code>{' '}
        <span aria-hidden className="text-subtle">
          ={' '}
        </span>
        <ComparedValue value={row.missing ? undefined : row.left} />{' '}
        <span className="font-medium">{operator?.label ?? row.operator}</span>{' '}
        {operator?.value === 'none' ? null : <ComparedValue value={row.right} />}
      </div>
    </div>
  )
}
