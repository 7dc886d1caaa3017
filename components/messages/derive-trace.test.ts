import { describe, expect, it } from 'vitest'
import { deriveTrace } from './derive-trace'
import { messagesOf, started } from './testing'

const passed = { type: 'passed', stepId: 'start', move: { port: 'default', to: 'ask' } } as const
const screen = { type: 'screen', stepId: 'ask', error: null, fieldErrors: null } as const
const submitted = {
  type: 'submitted',
  stepId: 'ask',
  interactionId: 'go',
  values: {},
  secretFields: [],
  changes: [],
  move: { port: 'go', to: 'crm' },
} as const

describe('deriveTrace', () => {
  it('is empty before anything has happened', () => {
    expect(deriveTrace([])).toEqual({ activeStepId: null, takenEdges: {}, failedStepId: null })
    expect(deriveTrace(messagesOf(started)).activeStepId).toBeNull()
  })

  it('lights the step that an edge led to, and the screen that waits', () => {
    expect(deriveTrace(messagesOf(started, passed))).toMatchObject({
      activeStepId: 'ask',
      takenEdges: { 'start:default': 1 },
    })
    expect(deriveTrace(messagesOf(started, passed, screen)).activeStepId).toBe('ask')
    expect(deriveTrace(messagesOf(started, passed, screen, { ...submitted, changes: [], secretFields: [] }))).toEqual({
      activeStepId: 'crm',
      takenEdges: { 'start:default': 1, 'ask:go': 1 },
      failedStepId: null,
    })
  })

  it('counts an edge each time it is taken, and is not moved by warnings', () => {
    const again = { ...submitted, changes: [], secretFields: [], move: { port: 'again', to: 'ask' } }
    const warning = { type: 'warning', stepId: 'ask', code: 'missingValue', source: 'a.b', text: 'x' } as const
    const trace = deriveTrace(messagesOf(started, passed, screen, again, screen, again, screen, warning))
    expect(trace.takenEdges).toEqual({ 'start:default': 1, 'ask:again': 2 })
    expect(trace.activeStepId).toBe('ask')
  })

  it('stays on a step whose port leads nowhere, and marks the step that failed', () => {
    const stuck = {
      type: 'connector',
      stepId: 'crm',
      record: {},
      failure: null,
      handling: null,
      changes: [],
      move: { port: 'success', to: null },
    } as const
    const failed = {
      type: 'failed',
      error: { code: 'noEdge', description: '', message: 'No edge.', stepId: 'crm' },
    } as const
    expect(deriveTrace(messagesOf(started, { ...stuck, changes: [] })).activeStepId).toBe('crm')
    expect(deriveTrace(messagesOf(started, { ...stuck, changes: [] }, failed))).toEqual({
      activeStepId: null,
      takenEdges: { 'crm:success': 1 },
      failedStepId: 'crm',
    })
  })

  it('has no active step after the end', () => {
    const completed = { type: 'completed', stepId: 'done', result: 'success', outputs: {} } as const
    const cancelled = { type: 'cancelled', text: 'By Ada.' } as const
    expect(deriveTrace(messagesOf(started, passed, completed)).activeStepId).toBeNull()
    expect(deriveTrace(messagesOf(started, passed, screen, cancelled)).activeStepId).toBeNull()
  })
})
