'use client'

import { autocompletion, type CompletionContext } from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { Decoration, EditorView, MatchDecorator } from '@codemirror/view'
import CodeMirror from '@uiw/react-codemirror'
import { useEffect, useMemo, useRef } from 'react'
import { codeTheme } from './code-theme'
import { decorate } from './decorate'

export interface CodeEditorProps {
  value: string
  onChange: (text: string) => void
  onBlur?: (() => void) | undefined
  /** What is completed after a name and a dot: `args` to its arguments. */
  members: Readonly<Record<string, readonly string[]>>
  attributes: Readonly<Record<string, string>>
  readOnly: boolean
}

/** A JavaScript editor. Loaded on its own, since CodeMirror is large. */
export default function CodeEditor({ value, onChange, onBlur, members, attributes, readOnly }: CodeEditorProps) {
  // Read when the list opens: a new argument must not rebuild the editor under the caret.
  const known = useRef(members)
  useEffect(() => {
    known.current = members
  })
  const base = useMemo<Extension[]>(
    () => [
      autocompletion({ override: [(context) => completeMember(context, known.current)], icons: false }),
      tokens,
      codeTheme,
      EditorView.lineWrapping,
    ],
    [],
  )
  const attributesKey = JSON.stringify(attributes)
  const extensions = useMemo(
    () => [...base, EditorView.contentAttributes.of(JSON.parse(attributesKey))],
    [base, attributesKey],
  )
  return (
    <CodeMirror
      value={value}
      theme="none"
      maxHeight="28rem"
      minHeight="8rem"
      indentWithTab={false}
      readOnly={readOnly}
      basicSetup={{
        lineNumbers: true,
        foldGutter: false,
        highlightActiveLine: false,
        highlightActiveLineGutter: false,
        syntaxHighlighting: false,
        autocompletion: false,
        searchKeymap: false,
        tabSize: 2,
      }}
      extensions={extensions}
      onChange={onChange}
      onBlur={onBlur}
    />
  )
}

function completeMember(context: CompletionContext, members: CodeEditorProps['members']) {
  const typed = context.matchBefore(/\b[A-Za-z]+\.[A-Za-z0-9_]*/)
  const [object = '', start = ''] = typed?.text.split('.') ?? []
  const names = Object.hasOwn(members, object) ? members[object] : undefined
  if (!typed || !names) return null
  return { from: typed.to - start.length, options: names.map((label) => ({ label })) }
}

const KEYWORDS =
  'async|await|break|case|catch|class|const|continue|default|delete|do|else|extends|finally|for|function|if|in|instanceof|let|new|of|return|switch|this|throw|try|typeof|var|void|while|yield|true|false|null|undefined'
// Line by line, which is as much as colours need: a text or comment over several lines is coloured in its first.
const TOKEN = new RegExp(
  [
    '(\\/\\/.*|\\/\\*.*?(?:\\*\\/|$))',
    '("(?:[^"\\\\]|\\\\.)*"|\'(?:[^\'\\\\]|\\\\.)*\'|`(?:[^`\\\\]|\\\\.)*`?)',
    '\\b(\\d[\\w.]*)\\b',
    `(?<![.\\w])(${KEYWORDS})\\b`,
  ].join('|'),
  'g',
)
const CLASSES = ['cm-code-comment', 'cm-code-text', 'cm-code-number', 'cm-code-word']

const tokens = decorate(
  new MatchDecorator({
    regexp: TOKEN,
    decoration: (match) => {
      const group = match.slice(1).findIndex((text) => text !== undefined)
      return Decoration.mark({ class: CLASSES[group] ?? '' })
    },
  }),
)
