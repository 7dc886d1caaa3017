import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { moveSteps, removeSteps, restoreDocument } from './steps'
import { testEditor } from './testing'
import type { EditorActions } from './types'
import { selectSteps } from './view-actions'

const rename = (name: string) => (draft: { name: string }) => {
  draft.name = name
}

describe('the editor store', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('joins a burst of typing to one undo entry, and begins another after a pause', () => {
    const editor = testEditor()
    const name = () => editor.document.getState().document.name
    for (const text of ['S', 'Si', 'Sig']) editor.command('Rename flow', rename(text), { undo: 'merge' })
    vi.advanceTimersByTime(900)
    editor.command('Rename flow', rename('Sign'), { undo: 'merge' })
    expect(editor.document.getState().undoName).toBe('Rename flow')
    editor.undo()
    expect(name()).toBe('Sig')
    editor.undo()
    expect(name()).toBe('Sample')
    expect(editor.document.getState().undoName).toBeNull()
    editor.redo()
    editor.redo()
    expect(name()).toBe('Sign')
  })

  it('restores a version as one edit that undo takes back, and keeps the flow its id', () => {
    const editor = testEditor()
    const document = () => editor.document.getState().document
    editor.command(
      'Edit description',
      (draft) => {
        draft.description = 'Of the draft'
      },
      { undo: 'record' },
    )
    const mine = document()
    const { call: _removed, ...steps } = mine.steps
    const { description: _none, ...old } = { ...mine, id: 'other', name: 'Old name', steps }
    editor.command('Restore version 1', (draft) => restoreDocument(draft, old), { undo: 'record' })
    expect(document()).toEqual({ ...old, id: 'sample' })
    expect(editor.document.getState().save.status).toBe('dirty')
    editor.undo()
    expect(document()).toEqual(mine)
    editor.redo()
    expect(document().name).toBe('Old name')
  })

  it('keeps what can be redone when the selection changes, and drops it at the next change', () => {
    const editor = testEditor()
    editor.command('Rename flow', rename('Other'), { undo: 'record' })
    editor.undo()
    selectSteps(editor, ['ask'])
    selectSteps(editor, ['call', 'done'])
    expect(editor.document.getState().redoName).toBe('Rename flow')
    editor.command('Rename flow', rename('Third'), { undo: 'record' })
    expect(editor.document.getState().redoName).toBeNull()
  })

  it('keeps at most 100 entries', () => {
    const editor = testEditor()
    for (let i = 1; i <= 120; i += 1) editor.command(`Rename ${i}`, rename(`Name ${i}`), { undo: 'record' })
    for (let i = 0; i < 200; i += 1) editor.undo()
    expect(editor.document.getState().document.name).toBe('Name 20')
  })

  it('brings a removed step back with its place and its edges', () => {
    const editor = testEditor()
    const before = editor.document.getState().document
    editor.command('Delete step', (draft) => removeSteps(draft, ['call', 'start']), { undo: 'record' })
    const { document } = editor.document.getState()
    expect(Object.keys(document.steps)).toEqual(['start', 'ask', 'done'])
    expect(document.steps.ask?.next).toEqual({})
    expect(editor.view.getState().edges.map((edge) => edge.id)).toEqual(['start:default'])
    editor.undo()
    expect(editor.document.getState().document).toEqual(before)
    expect(editor.view.getState().edges).toHaveLength(3)
  })

  it('leaves nodes and edges of the canvas as they are when only a text changes', () => {
    const editor = testEditor()
    const { nodes, edges } = editor.view.getState()
    editor.command(
      'Edit step',
      (draft) => {
        const step = draft.steps.call
        if (step?.kind === 'connector') step.endpoint = '/customers'
      },
      { undo: 'merge' },
    )
    expect(editor.view.getState().nodes).toBe(nodes)
    expect(editor.view.getState().edges).toBe(edges)
    editor.command('Move', (draft) => moveSteps(draft, { ask: { x: 5, y: 6 } }), { undo: 'record' })
    expect(editor.view.getState().nodes[0]).toBe(nodes[0])
    expect(editor.view.getState().nodes[1]?.position).toEqual({ x: 5, y: 6 })
  })

  it('freezes the document and refuses changes by a viewer', () => {
    const editor = testEditor({ readOnly: true })
    editor.command('Rename flow', rename('Other'), { undo: 'record' })
    expect(editor.document.getState().document.name).toBe('Sample')
    expect(Object.isFrozen(editor.document.getState().document.steps.ask)).toBe(true)
  })

  it('finds problems a moment after a change', async () => {
    const editor = testEditor()
    editor.command('Delete step', (draft) => removeSteps(draft, ['done']), { undo: 'record' })
    await vi.advanceTimersByTimeAsync(200)
    const { problems } = editor.document.getState()
    expect(problems.some((problem) => problem.stepId === 'call' && problem.path.join('.') === 'next.success')).toBe(
      true,
    )
  })

  it('loads the saved version over mine, and undo brings mine back', async () => {
    const editor = testEditor()
    editor.command('Rename flow', rename('Mine'), { undo: 'record' })
    expect(await editor.takeTheirs()).toEqual({ ok: true })
    expect(editor.document.getState()).toMatchObject({ revision: 7, save: { status: 'clean' } })
    expect(editor.document.getState().document.name).toBe('Sample')
    editor.undo()
    expect(editor.document.getState().document.name).toBe('Mine')
    expect(editor.document.getState().save.status).toBe('dirty')
  })
})

describe('saving the draft', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('waits for a pause, then saves once with the revision it began from', async () => {
    const saveDraft = vi.fn<EditorActions['saveDraft']>(async ({ revision }) => ({
      ok: true,
      data: { revision: revision + 1, savedAt: '' },
    }))
    const editor = testEditor({ actions: { saveDraft } })
    editor.command('Rename', rename('A'), { undo: 'merge' })
    await vi.advanceTimersByTimeAsync(400)
    editor.command('Rename', rename('AB'), { undo: 'merge' })
    await vi.advanceTimersByTimeAsync(500)
    expect(saveDraft).not.toHaveBeenCalled()
    expect(editor.document.getState().save.status).toBe('dirty')
    await vi.advanceTimersByTimeAsync(200)
    expect(saveDraft).toHaveBeenCalledTimes(1)
    expect(saveDraft.mock.calls[0]?.[0]).toMatchObject({ revision: 1, document: { name: 'AB' } })
    expect(editor.document.getState()).toMatchObject({ revision: 2, save: { status: 'clean' } })
  })

  it('has one save under way, and saves again what came in the meantime', async () => {
    const answers: (() => void)[] = []
    const saveDraft = vi.fn<EditorActions['saveDraft']>(
      ({ revision }) =>
        new Promise((resolve) =>
          answers.push(() => resolve({ ok: true, data: { revision: revision + 1, savedAt: '' } })),
        ),
    )
    const editor = testEditor({ actions: { saveDraft } })
    editor.command('Rename', rename('A'), { undo: 'record' })
    const flushed = editor.flush()
    editor.command('Rename', rename('B'), { undo: 'record' })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(saveDraft).toHaveBeenCalledTimes(1)
    answers[0]?.()
    expect(await flushed).toBe(true)
    await vi.advanceTimersByTimeAsync(700)
    expect(saveDraft.mock.calls[1]?.[0]).toMatchObject({ revision: 2, document: { name: 'B' } })
  })

  it('tries again while the server cannot be reached', async () => {
    const saveDraft = vi
      .fn<EditorActions['saveDraft']>()
      .mockRejectedValueOnce(new TypeError('Failed to fetch'))
      .mockResolvedValueOnce({ ok: false, code: 'unexpected', message: '' })
      .mockResolvedValue({ ok: true, data: { revision: 2, savedAt: '' } })
    const editor = testEditor({ actions: { saveDraft } })
    editor.command('Rename', rename('A'), { undo: 'record' })
    expect(await editor.flush()).toBe(false)
    expect(editor.document.getState().save).toMatchObject({ status: 'unreachable', attempts: 1 })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(editor.document.getState().save).toMatchObject({ status: 'unreachable', attempts: 2 })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(editor.document.getState().save.status).toBe('clean')
  })

  it('stops at a conflict, says who saved, and saves over it only when told to', async () => {
    const saveDraft = vi.fn<EditorActions['saveDraft']>(async ({ force }) =>
      force
        ? { ok: true, data: { revision: 9, savedAt: '' } }
        : { ok: false, code: 'conflict', message: 'The draft was saved in another tab.' },
    )
    const editor = testEditor({ actions: { saveDraft } })
    editor.command('Rename', rename('A'), { undo: 'record' })
    expect(await editor.flush()).toBe(false)
    expect(editor.document.getState().save).toMatchObject({ code: 'conflict', theirs: { savedBy: 'Someone' } })
    editor.command('Rename', rename('B'), { undo: 'record' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await editor.flush()).toBe(false)
    expect(saveDraft).toHaveBeenCalledTimes(1)
    expect(await editor.overwriteTheirs()).toBe(true)
    expect(editor.document.getState()).toMatchObject({ revision: 9, save: { status: 'clean' } })
    expect(editor.document.getState().document.name).toBe('B')
  })

  it('sends what is left when the editor closes', async () => {
    const saveDraft = vi.fn<EditorActions['saveDraft']>(async () => ({ ok: true, data: { revision: 2, savedAt: '' } }))
    const editor = testEditor({ actions: { saveDraft } })
    editor.command('Rename', rename('A'), { undo: 'record' })
    editor.mount()()
    expect(saveDraft).toHaveBeenCalledTimes(1)
  })

  it('is unsaved from the first letter on, and saves what a form still keeps', async () => {
    const saveDraft = vi.fn<EditorActions['saveDraft']>(async () => ({ ok: true, data: { revision: 2, savedAt: '' } }))
    const editor = testEditor({ actions: { saveDraft } })
    let kept: string | null = 'AB'
    const takeOff = editor.addForm(() => {
      if (kept !== null) editor.command('Rename', rename(kept), { undo: 'merge' })
      kept = null
    })
    editor.typed()
    expect(editor.document.getState().save.status).toBe('dirty')
    expect(await editor.flush()).toBe(true)
    expect(saveDraft.mock.calls[0]?.[0]).toMatchObject({ document: { name: 'AB' } })
    expect(editor.document.getState().save.status).toBe('clean')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(saveDraft).toHaveBeenCalledTimes(1)

    takeOff()
    kept = 'ABC'
    editor.typed()
    await vi.advanceTimersByTimeAsync(700)
    expect(saveDraft).toHaveBeenCalledTimes(1)
    expect(editor.document.getState()).toMatchObject({ document: { name: 'AB' }, save: { status: 'clean' } })
  })

  it('is not saved when something is typed while a save is under way', async () => {
    const answers: (() => void)[] = []
    const saveDraft = vi.fn<EditorActions['saveDraft']>(
      () => new Promise((resolve) => answers.push(() => resolve({ ok: true, data: { revision: 2, savedAt: '' } }))),
    )
    const editor = testEditor({ actions: { saveDraft } })
    const kept: string[] = []
    editor.addForm(() => {
      for (const name of kept.splice(0)) editor.command('Rename', rename(name), { undo: 'merge' })
    })
    editor.command('Rename', rename('A'), { undo: 'record' })
    const flushed = editor.flush()
    kept.push('AB')
    editor.typed()
    answers[0]?.()
    await flushed
    expect(editor.document.getState().save.status).toBe('dirty')
    await vi.advanceTimersByTimeAsync(700)
    expect(saveDraft.mock.calls[1]?.[0]).toMatchObject({ document: { name: 'AB' } })
  })
})
