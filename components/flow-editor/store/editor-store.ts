import { applyPatches, enablePatches, freeze, produceWithPatches } from 'immer'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { deriveProblems } from '@/lib/flow/problems'
import type { FlowDocument } from '@/lib/flow/schema'
import { listCalls } from './calls'
import { createDraftSaver } from './draft-saver'
import { emptyHistory, recordChange, stepBack, stepForward } from './history'
import type { Command, ConnectorChoice, EditorActions, EditorState, KnownValues, LoadedDraft, ViewState } from './types'
import { forgetUnsaved, keepUnsaved } from './unsaved-copy'
import { toEdges, toNodes } from './view'

enablePatches()

/** Problems follow a change this much later, so that typing never waits for them. */
const PROBLEMS_DELAY_MS = 150

export interface EditorStoreOptions {
  projectId: string
  flowId: string
  draft: LoadedDraft
  connectors: readonly ConnectorChoice[]
  values: KnownValues
  liveVersion: number | null
  latestVersion: number
  readOnly: boolean
  actions: EditorActions
}

/** One open flow: its two stores and everything that changes them. */
export interface Editor {
  readonly projectId: string
  readonly flowId: string
  readonly actions: EditorActions
  readonly document: StoreApi<EditorState>
  readonly view: StoreApi<ViewState>
  /** The one writer of the document. */
  command: Command
  undo(): void
  redo(): void
  /** Saves now. True once the server has what was there at the call; Run and Publish wait for it. */
  flush(): Promise<boolean>
  /** A form that keeps what is typed for a moment: `write` brings it into the document. The answer takes the form off. */
  addForm(write: () => void): () => void
  /** Something was typed that its form still keeps: the draft is unsaved from now on. */
  typed(): void
  overwriteTheirs(): Promise<boolean>
  /** Shows what the server has now; undo brings back what was here. */
  takeTheirs(): Promise<{ ok: true } | { ok: false; message: string }>
  refreshConnectors(): Promise<void>
  refreshValues(): Promise<void>
  /** This version is live now: a new one, or an older one again. */
  setLiveVersion(number: number): void
  /** Starts saving; the answer stops it and sends what is left. An effect may call it again. */
  mount(): () => void
}

/** Makes the stores of one mounted editor. */
export function createEditorStore({ projectId, flowId, draft, actions, ...options }: EditorStoreOptions): Editor {
  const first = freeze(draft.document, true)
  const document = createStore<EditorState>(() => ({
    document: first,
    problems: deriveProblems(first, { connectors: options.connectors, ...options.values }),
    connectors: options.connectors,
    values: options.values,
    save: { status: 'clean' },
    revision: draft.revision,
    undoName: null,
    redoName: null,
    readOnly: options.readOnly,
    liveVersion: options.liveVersion,
    latestVersion: options.latestVersion,
  }))
  const view = createStore<ViewState>(() => ({
    nodes: toNodes(first, []),
    edges: toEdges(first, []),
    selection: [],
    panel: 'inspector',
    version: null,
    trace: null,
    fieldFocus: null,
    overlay: null,
    tidying: false,
    sheetOpen: false,
  }))
  let history = emptyHistory
  let valuesAsked = 0
  let problemsTimer: ReturnType<typeof setTimeout> | undefined
  const forms = new Set<() => void>()

  const saver = createDraftSaver({
    actions,
    revision: draft.revision,
    read: () => {
      for (const write of forms) write()
      return document.getState().document
    },
    onState: (save, revision) => {
      if (save.status === 'clean') forgetUnsaved(projectId, flowId)
      document.setState({ save, revision })
    },
  })

  function checkProblemsSoon() {
    clearTimeout(problemsTimer)
    problemsTimer = setTimeout(() => {
      const { document: current, connectors, values } = document.getState()
      document.setState({ problems: deriveProblems(current, { connectors, ...values }) })
    }, PROBLEMS_DELAY_MS)
  }

  function show(next: FlowDocument) {
    document.setState({
      document: next,
      undoName: history.past.at(-1)?.name ?? null,
      redoName: history.future.at(-1)?.name ?? null,
    })
    const { nodes, edges, selection } = view.getState()
    const nextNodes = toNodes(next, nodes)
    const nextEdges = toEdges(next, edges)
    if (nextNodes !== nodes || nextEdges !== edges) {
      const left = selection.filter((id) => Object.hasOwn(next.steps, id))
      view.setState({
        nodes: nextNodes,
        edges: nextEdges,
        selection: left.length === selection.length ? selection : left,
      })
    }
    checkProblemsSoon()
  }

  function changed(next: FlowDocument) {
    show(next)
    keepUnsaved(projectId, flowId, { document: next, revision: document.getState().revision, at: Date.now() })
    saver.changed()
  }

  const command: Command = (name, recipe, { undo }) => {
    const { document: before, readOnly } = document.getState()
    if (readOnly) return
    const [next, patches, inverse] = produceWithPatches(before, (draftDocument) => {
      recipe(draftDocument)
    })
    if (patches.length === 0) return
    if (undo !== 'skip') {
      history = recordChange(history, { name, at: Date.now(), patches, inverse }, undo === 'merge')
    }
    changed(next)
  }

  return {
    projectId,
    flowId,
    actions,
    document,
    view,
    command,
    undo() {
      const step = document.getState().readOnly ? null : stepBack(history)
      if (!step) return
      history = step.history
      changed(applyPatches(document.getState().document, step.entry.inverse))
    },
    redo() {
      const step = document.getState().readOnly ? null : stepForward(history)
      if (!step) return
      history = step.history
      changed(applyPatches(document.getState().document, step.entry.patches))
    },
    flush: () => (document.getState().readOnly ? Promise.resolve(true) : saver.flush()),
    addForm(write) {
      forms.add(write)
      return () => void forms.delete(write)
    },
    typed() {
      if (!document.getState().readOnly) saver.changed()
    },
    overwriteTheirs: () => saver.overwrite(),
    async takeTheirs() {
      const result = await actions.loadDraft().catch(() => null)
      if (!result) return { ok: false, message: 'The server could not be reached. Try again.' }
      if (!result.ok) return { ok: false, message: result.message }
      const mine = document.getState().document
      const theirs = freeze(result.data.document, true)
      history = recordChange(
        history,
        {
          name: 'Load the saved version',
          at: Date.now(),
          patches: [{ op: 'replace', path: [], value: theirs }],
          inverse: [{ op: 'replace', path: [], value: mine }],
        },
        false,
      )
      show(theirs)
      saver.rebase(result.data.revision)
      return { ok: true }
    },
    async refreshConnectors() {
      const connectors = await actions.listConnectors().catch(() => null)
      if (!connectors) return
      document.setState({ connectors })
      checkProblemsSoon()
    },
    async refreshValues() {
      const asked = ++valuesAsked
      const values = await actions.loadValues(listCalls(document.getState().document)).catch(() => null)
      // Of two answers the one to the later question counts.
      if (!values || asked !== valuesAsked) return
      document.setState({ values })
      checkProblemsSoon()
    },
    setLiveVersion: (liveVersion) =>
      document.setState(({ latestVersion }) => ({ liveVersion, latestVersion: Math.max(latestVersion, liveVersion) })),
    mount() {
      saver.start()
      return () => {
        clearTimeout(problemsTimer)
        saver.stop()
      }
    },
  }
}
