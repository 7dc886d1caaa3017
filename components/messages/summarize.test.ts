import { describe, expect, it } from 'vitest'
import type { MessageBody } from '@/lib/engine/message'
import { summarize } from './summarize'
import { messagesOf, started } from './testing'

function summaryOf(body: MessageBody) {
  const [message] = messagesOf(body)
  if (!message) throw new Error('no message')
  return summarize(message)
}

const request = {
  method: 'GET',
  url: 'https://api.example.com/customers?email=a',
  headers: {},
  body: null,
  bodySize: 0,
}
const connector: Extract<MessageBody, { type: 'connector' }> = {
  type: 'connector',
  record: { request, response: { status: 200, headers: {}, body: {}, bodySize: 2 }, timings: { total: 34.2 } },
  failure: null,
  handling: null,
  changes: [],
  move: { port: 'success', to: 'plan' },
}

describe('summarize', () => {
  it('tells a call by verb, path, status and time', () => {
    expect(summaryOf(connector)).toEqual({ text: 'GET /customers?email=a → 200 in 34 ms', tone: 'success' })
  })

  it('tells a token request and an attempt that was made again', () => {
    const answer = (status: number) => ({ status, headers: {}, body: null, bodySize: 0 })
    const token = { request, response: answer(200), timings: { total: 31 } }
    expect(summaryOf({ type: 'exchange', purpose: 'token', record: token })).toEqual({
      text: 'Token request → 200 in 31 ms',
      tone: 'neutral',
    })
    const error = { code: 'dnsFailed', message: 'The host could not be looked up.' }
    expect(summaryOf({ type: 'exchange', purpose: 'token', record: { request, error } })).toEqual({
      text: 'Token request failed: The host could not be looked up.',
      tone: 'warning',
    })
    const tried = { request, response: answer(503), timings: { total: 8 }, error }
    expect(summaryOf({ type: 'exchange', purpose: 'attempt', record: tried })).toEqual({
      text: 'Tried GET /customers?email=a → 503 in 8 ms',
      tone: 'warning',
    })
    expect(summaryOf({ type: 'exchange', purpose: 'attempt', record: { ...tried, waitedMs: 640 } }).text).toBe(
      'Tried GET /customers?email=a → 503 in 8 ms, after a wait of 640 ms',
    )
    const last = { request, response: answer(200), timings: { total: 8 }, waitedMs: 1_200 }
    expect(summaryOf({ ...connector, record: last }).text).toContain('→ 200 in 8 ms, after a wait of 1.20 s')
    expect(summaryOf({ ...connector, record: { ...last, waitedMs: 3 } }).text).toMatch(/in 8 ms$/)
  })

  it('tells a failed call by its cause, and how bad it was by how it was handled', () => {
    const failure = { event: 'connectorExecution', code: 'timeout', message: 'No answer within 10 seconds.' } as const
    const broken = { ...connector, record: { request, timings: { total: 10_000 } }, failure }
    expect(summaryOf({ ...broken, handling: 'automatic', move: null })).toEqual({
      text: 'GET /customers?email=a failed after 10.0 s: No answer within 10 seconds.',
      tone: 'danger',
    })
    expect(summaryOf({ ...broken, handling: 'custom', move: { port: 'connectorExecution', to: 'x' } }).tone).toBe(
      'warning',
    )
    const notFound = { event: 'httpError', code: 'httpError', message: 'Answered 404.' } as const
    const answered = { request, response: { status: 404, headers: {}, body: null, bodySize: 0 }, timings: { total: 5 } }
    expect(summaryOf({ ...connector, record: answered, failure: notFound, handling: 'ignore' })).toEqual({
      text: 'GET /customers?email=a → 404 in 5 ms',
      tone: 'warning',
    })
  })

  it('tells a call that has no readable record', () => {
    expect(summaryOf({ ...connector, record: null }).text).toBe('Call → done')
  })

  it('names the branch that decided', () => {
    const when = { type: 'all', result: true, items: [] } as const
    const branches = [{ id: 'pro', name: 'Pro', result: true, when: { ...when, items: [] } }]
    expect(summaryOf({ type: 'condition', branches, decided: 'pro', move: { port: 'pro', to: null } }).text).toBe(
      'Condition → Pro',
    )
    expect(summaryOf({ type: 'condition', branches, decided: 'else', move: { port: 'else', to: null } }).text).toBe(
      'Condition → Else',
    )
  })

  it('names an action and what it was done to, never a secret', () => {
    const move = { port: 'success', to: 'next' }
    const done = { handling: null, failure: null, changes: [], result: {}, move }
    const inputs = { password: '••••', loginId: 'ada@example.com' }
    expect(summaryOf({ type: 'action', action: 'sign-in-password', inputs, ...done }).text).toBe(
      'Sign In / Password · ada@example.com',
    )
    expect(summaryOf({ type: 'action', action: 'log-out', inputs: {}, ...done }).text).toBe('Log Out')
    const failure = { event: 'actionExecution' as const, code: 'wrong', message: 'Not right.' }
    expect(summaryOf({ type: 'action', action: 'log-out', inputs, ...done, failure })).toEqual({
      text: 'Log Out failed: Not right.',
      tone: 'warning',
    })
  })

  it('tells every other type', () => {
    expect(summaryOf(started).text).toBe('Started the draft')
    expect(summaryOf({ type: 'screen', error: null, fieldErrors: null }).text).toBe('Screen shown')
    expect(summaryOf({ type: 'screen', error: null, fieldErrors: { email: 'x' } })).toEqual({
      text: 'Not accepted: 1 field to correct',
      tone: 'warning',
    })
    expect(summaryOf({ type: 'screen', error: 'Try again', fieldErrors: null }).text).toContain('“Try again”')
    expect(summaryOf({ type: 'warning', code: 'missingValue', source: 'a.b', text: 'a.b has no value.' })).toEqual({
      text: 'a.b has no value.',
      tone: 'warning',
    })
    expect(summaryOf({ type: 'completed', result: 'success', outputs: { plan: 'pro' } }).text).toBe(
      'Completed with 1 output',
    )
    expect(summaryOf({ type: 'completed', result: 'failure', outputs: {} }).tone).toBe('danger')
    expect(summaryOf({ type: 'failed', error: { code: 'c', description: 'd', message: 'm' } }).text).toBe('Failed: m')
    expect(summaryOf({ type: 'cancelled', text: 'Cancelled by Ada.' }).tone).toBe('warning')
  })
})
