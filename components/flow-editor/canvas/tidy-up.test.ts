import { describe, expect, it } from 'vitest'
import { sampleFlow } from '../store/testing'
import { toElkGraph } from './tidy-up'

describe('the graph that is arranged', () => {
  it('has the steps in the order of the flow, so that only edges back go against it', () => {
    const flow = sampleFlow()
    // The database hands keys back in an order of its own.
    flow.steps = Object.fromEntries(Object.entries(flow.steps).toReversed())
    const call = flow.steps.call
    if (call?.kind !== 'connector') throw new Error('sample changed')
    call.errorHandling.httpError = { mode: 'custom' }
    call.next.httpError = 'ask'
    const graph = toElkGraph(flow)
    expect(graph.children?.map((child) => child.id)).toEqual(['start', 'ask', 'call', 'done'])
    expect(graph.edges?.map((edge) => edge.id)).toContain('call:httpError')
  })

  it('leaves edges to steps that are not there out, and keeps steps that nothing leads to', () => {
    const flow = sampleFlow()
    const { done, ...steps } = flow.steps
    if (!done || !steps.ask) throw new Error('sample changed')
    flow.steps = { ...steps, lost: done }
    const graph = toElkGraph(flow)
    expect(graph.edges?.map((edge) => edge.id)).toEqual(['start:default', 'ask:submit'])
    expect(graph.children?.at(-1)?.id).toBe('lost')
  })
})
