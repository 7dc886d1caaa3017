import { cn } from '@/components/ui/cn'
import type { ScriptLine } from '@/lib/language/outcome'

const TONES: Readonly<Record<ScriptLine['level'], string>> = {
  log: 'text-fg',
  info: 'text-fg',
  warn: 'text-warning',
  error: 'text-danger',
}

/** What a scriptlet wrote to its console, line by line. */
export function ScriptConsole({ lines }: { lines: readonly ScriptLine[] }) {
  return (
    <ol className="max-h-72 divide-y divide-line overflow-auto rounded-lg border border-line bg-surface font-mono text-xs">
      {lines.map(({ level, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two may be alike
        <li key={index} className={cn('flex gap-2.5 px-2.5 py-1', TONES[level])}>
          <span className="w-9 shrink-0 text-subtle">{level}</span>
          <span className="min-w-0 whitespace-pre-wrap break-words">{text}</span>
        </li>
      ))}
    </ol>
  )
}
