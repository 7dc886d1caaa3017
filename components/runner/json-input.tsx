'use client'

import { json } from '@codemirror/lang-json'
import { EditorView } from '@codemirror/view'
import CodeMirror from '@uiw/react-codemirror'
import { useTheme } from 'next-themes'
import { useMemo } from 'react'

const look = EditorView.theme({
  '&': { fontSize: '12px', backgroundColor: 'transparent' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { fontFamily: 'var(--font-mono)', padding: '6px 0' },
  '.cm-gutters': { display: 'none' },
})

export interface JsonInputProps {
  id: string
  /** The accessible name. */
  label: string
  value: string
  onChange: (value: string) => void
  describedBy?: string | undefined
  invalid?: boolean
  readOnly?: boolean
}

/** A small editor for a JSON document. Tab leaves it, as it leaves any field. */
export default function JsonInput({ id, label, value, onChange, describedBy, invalid, readOnly }: JsonInputProps) {
  const { resolvedTheme } = useTheme()
  const extensions = useMemo(
    () => [
      json(),
      look,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        id,
        'aria-label': label,
        ...(describedBy ? { 'aria-describedby': describedBy } : {}),
        ...(invalid ? { 'aria-invalid': 'true' } : {}),
      }),
    ],
    [id, label, describedBy, invalid],
  )
  return (
    <CodeMirror
      value={value}
      onChange={onChange}
      extensions={extensions}
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
      basicSetup={{
        lineNumbers: false,
        foldGutter: false,
        highlightActiveLine: false,
        highlightActiveLineGutter: false,
      }}
      indentWithTab={false}
      readOnly={readOnly ?? false}
      minHeight="64px"
      maxHeight="200px"
    />
  )
}
