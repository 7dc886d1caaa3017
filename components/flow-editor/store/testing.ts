import { emptyFlow, type FlowDocument } from '@/lib/flow/schema'
import { stepDefinitions } from '@/lib/steps/definitions'
import { createEditorStore, type Editor } from './editor-store'
import type { EditorActions } from './types'

/** start -> screen -> call -> end, for tests. */
export function sampleFlow(): FlowDocument {
  const { start, ...rest } = emptyFlow('sample', 'Sample', 'interactive').steps
  return {
    ...emptyFlow('sample', 'Sample', 'interactive'),
    steps: {
      ...rest,
      start: { kind: 'start', next: { default: 'ask' }, ...(start?.name ? { name: start.name } : {}) },
      ask: { ...stepDefinitions.screen.create(), name: 'Ask', next: { submit: 'call' } },
      call: {
        ...stepDefinitions.connector.create(),
        name: 'Call',
        connector: 'c1',
        contextKey: 'call',
        next: { success: 'done' },
      },
      done: { ...stepDefinitions.end.create(), name: 'Done' },
    },
    layout: { start: [0, 0], ask: [340, 0], call: [680, 0], done: [1020, 0] },
  }
}

const noValues = { examples: [], userAttributes: [], outboundApps: [], flows: [], last: null, seen: {} }

export function testActions(overrides: Partial<EditorActions> = {}): EditorActions {
  return {
    saveDraft: async ({ revision }) => ({
      ok: true,
      data: { revision: revision + 1, savedAt: '2026-01-01T00:00:00Z' },
    }),
    loadDraft: async () => ({
      ok: true,
      data: { document: sampleFlow(), revision: 7, savedAt: '2026-01-01T00:00:00Z', savedBy: 'Someone' },
    }),
    saveCopy: async () => ({ ok: true, data: { id: 'copy' } }),
    publish: async () => ({ ok: true, data: { number: 1 } }),
    versions: {
      list: async () => ({ ok: true, data: { versions: [], latest: 0, live: null, nextBelow: null } }),
      load: async () => ({ ok: false, code: 'notFound', message: 'There is none.' }),
      ofDraft: async () => ({ ok: true, data: { number: null } }),
      setNote: async () => ({ ok: true, data: undefined }),
      makeLive: async () => ({ ok: true, data: undefined }),
    },
    listConnectors: async () => [],
    loadValues: async () => noValues,
    ...overrides,
  }
}

export function testEditor(
  options: { actions?: Partial<EditorActions>; document?: FlowDocument; readOnly?: boolean } = {},
): Editor {
  const editor = createEditorStore({
    projectId: 'P2test',
    flowId: 'sample',
    draft: { document: options.document ?? sampleFlow(), revision: 1, savedAt: '2026-01-01T00:00:00Z', savedBy: null },
    connectors: [{ id: 'c1', name: 'CRM', type: 'http' }],
    values: noValues,
    liveVersion: null,
    latestVersion: 0,
    readOnly: options.readOnly ?? false,
    actions: testActions(options.actions),
  })
  editor.mount()
  return editor
}
