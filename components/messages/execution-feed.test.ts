import { describe, expect, it } from 'vitest'
import type { FlowReply } from '@/lib/runner/types'
import { deriveStatus, newerReply } from './execution-feed'
import { messagesOf, started } from './testing'

const passed = { type: 'passed', stepId: 'start', move: { port: 'default', to: 'ask' } } as const
const screen = { type: 'screen', stepId: 'ask', error: null, fieldErrors: null } as const
const all = messagesOf(started, passed, screen)

function reply(change: Partial<FlowReply>): FlowReply {
  return {
    executionId: 'e',
    stepId: 'ask-2',
    stepName: 'Ask',
    status: 'waiting',
    action: 'screen',
    screen: { id: 'ask', state: {} },
    ...change,
  }
}

describe('newerReply', () => {
  it('takes the later visit and never goes back', () => {
    const late = reply({ stepId: 'ask-5' })
    expect(newerReply(null, late)).toBe(late)
    expect(newerReply(late, reply({}))).toBe(late)
    expect(newerReply(reply({}), late)).toBe(late)
  })

  it('keeps the same object for the same reply, and takes a changed one of the same visit', () => {
    const known = reply({})
    expect(newerReply(known, reply({}))).toBe(known)
    const view = { components: [], error: null, fieldErrors: { email: 'x' }, values: {} }
    const corrected = reply({ screen: { id: 'ask', state: {}, view } })
    expect(newerReply(known, corrected)).toBe(corrected)
  })

  it('is done with an end', () => {
    const ended = reply({ status: 'completed', stepId: '' })
    expect(newerReply(reply({}), ended)).toBe(ended)
    expect(newerReply(ended, reply({ stepId: 'ask-9' }))).toBe(ended)
  })
})

describe('deriveStatus', () => {
  it('reads the messages, which come before the reply', () => {
    expect(deriveStatus([], null)).toBe('running')
    expect(deriveStatus([], reply({}))).toBe('waiting')
    expect(deriveStatus(all, null)).toBe('waiting')
    expect(deriveStatus(all.slice(0, 2), reply({}))).toBe('running')
    expect(deriveStatus(messagesOf(started, { type: 'completed', result: 'failure', outputs: {} }), null)).toBe(
      'failed',
    )
    expect(deriveStatus(messagesOf(started, { type: 'completed', result: 'success', outputs: {} }), null)).toBe(
      'completed',
    )
    expect(deriveStatus(messagesOf(started, { type: 'cancelled', text: '' }), reply({}))).toBe('cancelled')
    expect(deriveStatus(all, reply({ status: 'failed' }))).toBe('failed')
  })
})
