import { EditorView } from '@codemirror/view'
import { jsonTheme } from './json-theme'

/** The colours of the JSON editor, with those of JavaScript and line numbers, which errors name. */
export const codeTheme = [
  jsonTheme,
  EditorView.theme({
    '.cm-content': { padding: '6px 0' },
    '.cm-gutters': {
      backgroundColor: 'var(--sunken)',
      color: 'var(--subtle)',
      borderRight: '1px solid var(--line)',
      borderRadius: '6px 0 0 6px',
    },
    '.cm-lineNumbers .cm-gutterElement': { minWidth: '28px', padding: '0 6px' },
    '.cm-code-comment': { color: 'var(--subtle)', fontStyle: 'italic' },
    '.cm-code-text': { color: 'var(--hue-green)' },
    '.cm-code-number': { color: 'var(--hue-amber)' },
    '.cm-code-word': { color: 'var(--hue-violet)' },
  }),
]
