'use client'

import type { Preview, PreviewPart } from './preview'

const labels: Record<Preview['from'], string> = {
  execution: 'Last run',
  example: 'Example',
  both: 'Last run and example',
  nothing: 'Last run',
}

const marks: Record<PreviewPart['type'], string> = {
  text: '',
  value: 'text-fg',
  missing: 'text-warning underline decoration-dotted underline-offset-2',
  secret: 'text-subtle',
}

/** What a text comes to with known values, in one line that keeps its height whatever they are. */
export function TemplatePreview({ preview }: { preview: Preview }) {
  return (
    <span className="flex h-4 min-w-0 items-baseline gap-1.5 overflow-hidden" title={plainText(preview)}>
      <span className="shrink-0">{labels[preview.from]}:</span>
      <span className="min-w-0 truncate font-mono text-muted">
        {preview.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no identity but their place
          <span key={index} className={marks[part.type]}>
            {part.type === 'missing' ? (
              <>
                <span className="sr-only">no value for </span>
                {part.text}
                <span aria-hidden>?</span>
              </>
            ) : (
              part.text
            )}
          </span>
        ))}
      </span>
    </span>
  )
}

function plainText({ parts }: Preview): string {
  return parts.map(({ type, text }) => (type === 'missing' ? `(no value: ${text})` : text)).join('')
}
