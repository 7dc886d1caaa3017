'use client'

import { FileUp } from 'lucide-react'
import { type ChangeEvent, type DragEvent, type ReactNode, type RefObject, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Label } from '@/components/ui/label'
import { Textarea } from '@/components/ui/textarea'

export interface SourceTextProps {
  label: string
  /** Of the text area, when it is not the label. */
  textLabel?: string
  /** What a file may have at most. */
  mostKilobytes?: number
  hint: ReactNode
  placeholder: string
  /** As a file picker takes it: `.json,.yaml`. */
  accept: string
  value: string
  onChange: (text: string) => void
  /** Why a file was not taken. */
  onRefused: (message: string) => void
  invalid: boolean
  area?: RefObject<HTMLTextAreaElement | null>
}

/** Text that is pasted, chosen as a file or dropped. Files are read in the browser. */
export function SourceText({
  label,
  textLabel = label,
  mostKilobytes = 1024,
  hint,
  placeholder,
  accept,
  value,
  onChange,
  onRefused,
  invalid,
  area,
}: SourceTextProps) {
  const id = useId()
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)

  async function take(file: File | undefined) {
    if (!file) return
    if (file.size > mostKilobytes * 1024) {
      const size = mostKilobytes === 1024 ? '1 MB' : `${mostKilobytes} KB`
      return onRefused(
        `${file.name} is larger than ${size}. Check that it is the right one, or take out what is not needed.`,
      )
    }
    onChange(await file.text())
  }

  return (
    <section
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault()
        setOver(false)
        void take(event.dataTransfer.files[0])
      }}
      className={cn('grid gap-1.5 rounded-lg', over && 'outline-2 outline-accent outline-offset-4')}
    >
      <div className="flex items-center justify-between gap-2">
        <Label htmlFor={id}>{textLabel}</Label>
        <Button size="sm" onClick={() => picker.current?.click()}>
          <FileUp aria-hidden /> Choose a file
        </Button>
        <input
          ref={picker}
          type="file"
          accept={accept}
          aria-label={`File with the ${label}`}
          tabIndex={-1}
          className="sr-only"
          onChange={(event: ChangeEvent<HTMLInputElement>) => {
            void take(event.target.files?.[0])
            // The same file can be chosen again after it was corrected.
            event.target.value = ''
          }}
        />
      </div>
      <Textarea
        id={id}
        ref={area}
        rows={12}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={placeholder}
        aria-invalid={invalid ? true : undefined}
        aria-describedby={`${id}-hint`}
        // Not by its content: a document of a megabyte would be measured at every key.
        className="field-sizing-fixed h-64 max-h-[45vh] font-mono text-xs"
      />
      <p id={`${id}-hint`} className="text-subtle text-xs">
        {hint}
      </p>
    </section>
  )
}
