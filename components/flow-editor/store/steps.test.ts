import { produce } from 'immer'
import { describe, expect, it } from 'vitest'
import type { FlowDocument } from '@/lib/flow/schema'
import { flowDocumentSchema } from '@/lib/flow/schema'
import { stepPorts } from '@/lib/steps/definitions'
import { copySteps, parseCopiedSteps, pasteSteps } from './clipboard'
import { uniqueContextKey, uniqueStepId, uniqueStepName } from './names'
import { placeNear, placeRightOf } from './placement'
import { addStep, connectionError, connectPort, createStep, findFreePort } from './steps'
import { sampleFlow } from './testing'
import { CARD_WIDTH, cardHeight } from './view'

describe('edges', () => {
  it('refuses an edge into Start, from a port or to a step that is not there', () => {
    const flow = sampleFlow()
    expect(connectionError(flow, { stepId: 'ask', port: 'submit' }, 'start')).toMatch(/into Start/)
    expect(connectionError(flow, { stepId: 'ask', port: 'nope' }, 'done')).toMatch(/port/)
    expect(connectionError(flow, { stepId: 'ask', port: 'submit' }, 'nope')).toMatch(/step/)
    expect(connectionError(flow, { stepId: 'done', port: 'success' }, 'ask')).toMatch(/port/)
    expect(connectionError(flow, { stepId: 'call', port: 'success' }, 'ask')).toBeNull()
  })

  it('has one edge per port: connecting again replaces it', () => {
    const flow = produce(sampleFlow(), (draft) => connectPort(draft, { stepId: 'ask', port: 'submit' }, 'done'))
    expect(flow.steps.ask?.next).toEqual({ submit: 'done' })
  })

  it('finds the free port, error ports last', () => {
    const flow = sampleFlow()
    expect(findFreePort(flow, 'ask')).toBeNull()
    const call = flow.steps.call
    if (call?.kind !== 'connector') throw new Error('sample changed')
    call.errorHandling.httpError = { mode: 'custom' }
    expect(findFreePort(flow, 'call')).toBe('httpError')
    call.next = {}
    expect(findFreePort(flow, 'call')).toBe('success')
  })
})

describe('names', () => {
  it('makes ids that clients can split and that fit the schema', () => {
    expect(uniqueStepId('Look up_the Customer!', new Set())).toBe('look-up-the-customer')
    expect(uniqueStepId('2 Prüfen', new Set(['prufen']))).toBe('prufen-2')
    expect(uniqueStepId('日本', new Set())).toBe('step')
    expect(uniqueStepId('x'.repeat(90), new Set())).toHaveLength(35)
  })

  it('makes unique names and context keys', () => {
    const flow = sampleFlow()
    expect(uniqueStepName('Call', flow)).toBe('Call 2')
    expect(uniqueContextKey('CRM', new Set())).toBe('crm')
    expect(uniqueContextKey('Get the customer', new Set(['getTheCustomer']))).toBe('getTheCustomer2')
    expect(uniqueContextKey('9 lives', new Set())).toBe('_9Lives')
  })

  it('makes a step that is valid in shape and free of clashes', () => {
    const flow = sampleFlow()
    const made = createStep(flow, { kind: 'connector', name: 'Call', connector: 'c1', action: 'POST' })
    expect(made).toMatchObject({ id: 'call-2', step: { name: 'Call 2', contextKey: 'call2', action: 'POST' } })
    const next = produce(flow, (draft) => addStep(draft, { ...made, at: [1.4, 2.6], from: null }))
    expect(flowDocumentSchema.safeParse(next).success).toBe(true)
    expect(next.layout['call-2']).toEqual([1, 3])
  })
})

describe('placement', () => {
  it('puts a step right of another without covering a card', () => {
    const flow = sampleFlow()
    const at = placeRightOf(flow, 'ask', cardHeight(1))
    expect(at[0]).toBeGreaterThanOrEqual(340 + CARD_WIDTH)
    expect(overlapsAny(flow, at, cardHeight(1))).toBe(false)
  })

  it('always finds a place in a crowd', () => {
    const flow = sampleFlow()
    for (let i = 0; i < 40; i += 1) {
      const { id, step } = createStep(flow, { kind: 'condition' })
      const at = placeNear(flow, { x: 300, y: 100 }, { width: CARD_WIDTH, height: cardHeight(2) })
      expect(overlapsAny(flow, at, cardHeight(2))).toBe(false)
      addStep(flow, { id, step, at, from: null })
    }
  })
})

describe('copy and paste', () => {
  it('renames ids, names, context keys, edges and dynamic values together', () => {
    const flow = sampleFlow()
    const done = flow.steps.done
    if (done?.kind !== 'end') throw new Error('sample changed')
    done.outputs = [
      {
        key: 'plan',
        type: 'string',
        value: 'Plan {{ connectors.call.plan }} of {{connectors.caller.x}} \\{{connectors.call.raw}}',
      },
    ]
    const copied = parseCopiedSteps(copySteps(flow, ['start', 'call', 'done']) ?? '')
    if (!copied) throw new Error('nothing copied')
    expect(Object.keys(copied.steps)).toEqual(['call', 'done'])
    let ids: string[] = []
    const next = produce(flow, (draft) => {
      ids = pasteSteps(draft, copied, { x: 100, y: 400 })
    })
    expect(ids).toEqual(['call-2', 'done-2'])
    expect(next.steps['call-2']).toMatchObject({ name: 'Call 2', contextKey: 'call2', next: { success: 'done-2' } })
    expect(next.steps['done-2']).toMatchObject({
      outputs: [{ value: 'Plan {{ connectors.call2.plan }} of {{connectors.caller.x}} \\{{connectors.call.raw}}' }],
    })
    expect(next.layout['call-2']).toEqual([100, 400])
    expect(next.layout['done-2']).toEqual([440, 400])
    expect(flowDocumentSchema.safeParse(next).success).toBe(true)
  })

  it('leaves edges to steps that were not copied behind, and keeps free names', () => {
    const flow = sampleFlow()
    const copied = parseCopiedSteps(copySteps(flow, ['ask']) ?? '')
    if (!copied) throw new Error('nothing copied')
    const { ask, ...steps } = flow.steps
    const other: FlowDocument = { ...flow, steps }
    expect(ask).toBeDefined()
    pasteSteps(other, copied, { x: 0, y: 0 })
    expect(other.steps.ask).toMatchObject({ name: 'Ask', next: {} })
  })

  it('takes no other text for steps', () => {
    expect(parseCopiedSteps('hello')).toBeNull()
    expect(parseCopiedSteps('{"format":"patchbay/steps@1","steps":{"a_b":{}}}')).toBeNull()
    expect(copySteps(sampleFlow(), ['start'])).toBeNull()
  })
})

function overlapsAny(flow: FlowDocument, [x, y]: [number, number], height: number): boolean {
  return Object.entries(flow.steps).some(([id, step]) => {
    const [left, top] = flow.layout[id] ?? [0, 0]
    const bottom = top + cardHeight(stepPorts(step).length)
    return x < left + CARD_WIDTH && left < x + CARD_WIDTH && y < bottom && top < y + height
  })
}
