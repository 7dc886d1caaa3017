'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { Button, type ButtonProps, IconButton } from './button'

export interface CopyButtonProps extends Omit<ButtonProps, 'onClick' | 'asChild' | 'value'> {
  /** The text, or a function that makes it when it is wanted. */
  value: string | (() => string)
  /** The accessible name; with `showLabel` also the face. */
  label?: string
  showLabel?: boolean
}

export function CopyButton({ value, label = 'Copy', showLabel, size = 'icon-sm', ...props }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    if (await copyText(typeof value === 'string' ? value : value())) setCopied(true)
    else toast.error('The browser refused to copy. Select the text and copy it by hand.')
  }

  const face = copied ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />
  const announcement = (
    <span aria-live="polite" className="sr-only">
      {copied ? 'Copied' : ''}
    </span>
  )
  if (showLabel) {
    return (
      <Button size={size === 'icon-sm' ? 'md' : size} onClick={copy} {...props}>
        {face}
        {copied ? 'Copied' : label}
        {announcement}
      </Button>
    )
  }
  return (
    <>
      <IconButton label={label} size={size} onClick={copy} {...props}>
        {face}
      </IconButton>
      {announcement}
    </>
  )
}

/** Copies text; false when the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // The clipboard API exists on secure origins only; the console may be served by plain HTTP inside a network.
    const area = document.createElement('textarea')
    area.value = text
    area.style.position = 'fixed'
    area.style.opacity = '0'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
