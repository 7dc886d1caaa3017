'use client'

import { autocompletion, type CompletionContext, startCompletion } from '@codemirror/autocomplete'
import { json, jsonParseLinter } from '@codemirror/lang-json'
import { linter } from '@codemirror/lint'
import type { Extension } from '@codemirror/state'
import { Decoration, EditorView, MatchDecorator } from '@codemirror/view'
import CodeMirror, { type ReactCodeMirrorRef } from '@uiw/react-codemirror'
import { Braces } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { filterPaths } from '@/components/template/completion'
import { segmentText } from '@/components/template/highlight'
import { originText } from '@/components/template/path-menu'
import { IconButton } from '@/components/ui/button'
import type { KnownPath } from '@/lib/flow/known-path'
import { decorate } from './decorate'
import { jsonTheme } from './json-theme'

export interface JsonEditorProps {
  value: string
  onChange: (text: string) => void
  onBlur?: (() => void) | undefined
  paths: readonly KnownPath[] | null
  attributes: Readonly<Record<string, string>>
  readOnly: boolean
}

/** A JSON editor with completion of dynamic values. Loaded on its own, since CodeMirror is large. */
export default function JsonEditor({ value, onChange, onBlur, paths, attributes, readOnly }: JsonEditorProps) {
  const editor = useRef<ReactCodeMirrorRef>(null)
  // Read when the list opens: a change of paths must not rebuild the editor under the caret.
  const known = useRef(paths)
  useEffect(() => {
    known.current = paths
  })
  const base = useMemo<Extension[]>(
    () => [
      json(),
      linter(jsonParseLinter(), { delay: 400 }),
      autocompletion({ override: [(context) => completePath(context, known.current)], icons: false }),
      tokens,
      placeholders(() => known.current),
      jsonTheme,
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
    <div className="relative">
      <CodeMirror
        ref={editor}
        value={value}
        theme="none"
        maxHeight="22rem"
        minHeight="5rem"
        indentWithTab={false}
        readOnly={readOnly}
        basicSetup={{
          lineNumbers: false,
          foldGutter: false,
          highlightActiveLine: false,
          highlightActiveLineGutter: false,
          syntaxHighlighting: false,
          autocompletion: false,
          searchKeymap: false,
        }}
        extensions={extensions}
        onChange={onChange}
        onBlur={onBlur}
      />
      {paths && !readOnly ? (
        <IconButton
          label="Insert a dynamic value"
          size="icon-xs"
          tabIndex={-1}
          className="absolute top-1 right-1 text-subtle"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            const view = editor.current?.view
            if (!view) return
            view.focus()
            const { from, to } = view.state.selection.main
            view.dispatch({ changes: { from, to, insert: '{{' }, selection: { anchor: from + 2 } })
            startCompletion(view)
          }}
        >
          <Braces aria-hidden />
        </IconButton>
      ) : null}
    </div>
  )
}

function completePath(context: CompletionContext, paths: readonly KnownPath[] | null) {
  const typed = context.matchBefore(/\{\{[^{}"\n]*/)
  if (!typed || !paths) return null
  const line = context.state.doc.lineAt(typed.from)
  const before = line.text.slice(0, typed.from - line.from)
  // Outside a text a placeholder would break the JSON: it gets its quotes.
  const quote = (before.match(/(?<!\\)"/g) ?? []).length % 2 === 0 ? '"' : ''
  return {
    from: typed.from,
    filter: false,
    options: filterPaths(paths, typed.text.slice(2).trim()).map((known) => ({
      label: known.path,
      detail: known.secret ? `secret · ${known.from}` : originText(known),
      apply: (view: EditorView, _completion: unknown, from: number, to: number) => {
        const rest = /^[^{}"\n]*\}\}/.exec(view.state.sliceDoc(to, to + 200))?.[0].length ?? 0
        const insert = `${quote}{{${known.path}}}${quote}`
        view.dispatch({
          changes: { from, to: to + rest, insert },
          selection: { anchor: from + insert.length - (known.open ? 2 + quote.length : 0) },
          userEvent: 'input.complete',
        })
      },
    })),
  }
}

const TOKEN = /("(?:[^"\\\n]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g

const tokens = decorate(
  new MatchDecorator({
    regexp: TOKEN,
    decoration: (match) => Decoration.mark({ class: tokenClass(match) }),
  }),
)

function tokenClass(match: RegExpExecArray): string {
  if (match[2] !== undefined) return 'cm-json-key'
  if (match[1] !== undefined) return 'cm-json-text'
  return match[3] === undefined ? 'cm-json-word' : 'cm-json-number'
}

function placeholders(paths: () => readonly KnownPath[] | null) {
  return decorate(
    new MatchDecorator({
      regexp: /(?<!\\)\{\{[^{}"\n]*\}\}/g,
      decoration: (match) => {
        const type = segmentText(match[0], paths())[0]?.type ?? 'broken'
        return Decoration.mark({ class: `cm-placeholder-${type}` })
      },
    }),
  )
}
