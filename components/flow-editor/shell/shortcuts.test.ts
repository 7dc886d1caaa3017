import { describe, expect, it } from 'vitest'
import { testEditor } from '../store/testing'
import { showPanel, showVersion } from '../store/view-actions'
import { isOffered, isPressed, keyCaps, shortcuts } from './shortcuts'

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
  code = '',
) => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

describe('shortcuts', () => {
  it('knows combinations, with Ctrl as with Cmd', () => {
    expect(isPressed('Mod+Z', press('z', { ctrlKey: true }))).toBe(true)
    expect(isPressed('Mod+Z', press('z', { metaKey: true }))).toBe(true)
    expect(isPressed('Mod+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false)
    expect(isPressed('Mod+Shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true)
    expect(isPressed('C', press('c', { ctrlKey: true }))).toBe(false)
    expect(isPressed('C', press('c', { altKey: true }))).toBe(false)
  })

  it('finds signs wherever the keyboard has them', () => {
    expect(isPressed('/', press('/'))).toBe(true)
    expect(isPressed('/', press('/', { shiftKey: true }))).toBe(true)
    expect(isPressed('?', press('?', { shiftKey: true }))).toBe(true)
    expect(isPressed('+', press('+', { shiftKey: true }))).toBe(true)
    expect(isPressed('Shift+1', press('!', { shiftKey: true }, 'Digit1'))).toBe(true)
  })

  it('gives every combination one meaning', () => {
    const all = shortcuts.flatMap((shortcut) => shortcut.keys)
    expect(new Set(all).size).toBe(all.length)
  })

  it('shows keys by their caps', () => {
    expect(keyCaps('Mod+Shift+Z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(keyCaps('Mod+S', true)).toEqual(['\u2318', 'S'])
    expect(keyCaps('+', false)).toEqual(['+'])
  })

  it('rest while a version is shown where the draft would be, but for those of the flow', () => {
    const editor = testEditor()
    const offered = () => shortcuts.filter((shortcut) => isOffered(shortcut, { editor })).map(({ does }) => does)
    expect(offered()).toContain('Delete selected steps and edges')
    showVersion(editor, { number: 1, against: null, stepId: null })
    expect(offered()).not.toContain('Delete selected steps and edges')
    expect(offered()).toContain('Command palette')
    showPanel(editor, 'inspector')
    expect(offered()).toContain('Delete selected steps and edges')
  })
})
