import { cn } from '@/components/ui/cn'

/** What a place held before (`-`) or holds now (`+`): told by a sign, a word for those who hear it, and a colour. */
export function DifferenceLine({ sign, text }: { sign: '+' | '-'; text: string }) {
  return (
    <p
      className={cn(
        'whitespace-pre-wrap break-all px-2.5 py-1 font-mono text-xs',
        sign === '+' ? 'bg-success-soft text-success' : 'bg-danger-soft text-danger',
      )}
    >
      <span aria-hidden>{sign} </span>
      <span className="sr-only">{sign === '+' ? 'is now ' : 'was '}</span>
      {text}
    </p>
  )
}
