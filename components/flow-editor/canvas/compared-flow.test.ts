import { describe, expect, it } from 'vitest'
import { diffFlows } from '@/lib/flow/diff'
import type { FlowDocument } from '@/lib/flow/schema'
import { sampleFlow } from '../store/testing'
import { toComparedFlow } from './compared-flow'

describe('two versions on one canvas', () => {
  it('keeps what was removed, and both edges of a port that leads elsewhere now', () => {
    const before = sampleFlow()
    const { call: _gone, ...steps } = before.steps
    const after: FlowDocument = {
      ...before,
      steps: { ...steps, ask: { ...sampleStep(before, 'ask'), next: { submit: 'done' } } },
    }
    const compared = compare(before, after)
    expect(Object.keys(compared.document.steps).sort()).toEqual(['ask', 'call', 'done', 'start'])
    expect(Object.fromEntries(compared.stepMarks)).toEqual({ ask: 'changed', call: 'removed' })
    expect(Object.fromEntries(compared.edgeMarks)).toEqual({
      'ask:submit': 'added',
      'ask:submit:before': 'removed',
      'call:success:before': 'removed',
    })
    expect(new Set(compared.edges.map(({ id }) => id)).size).toBe(compared.edges.length)
  })

  it('keeps the ports that only the earlier version has', () => {
    const before = sampleFlow()
    const ask = sampleStep(before, 'ask')
    if (ask.kind !== 'screen') throw new Error('It is a screen.')
    const after: FlowDocument = { ...before, steps: { ...before.steps, ask: { ...ask, components: [] } } }
    const compared = compare(before, after)
    expect(compared.formerPorts.get('ask')?.map(({ id }) => id)).toEqual(['submit'])
    expect(compared.edgeMarks.get('ask:submit:before')).toBe('removed')
  })

  it('marks a step that only lies elsewhere as moved', () => {
    const before = sampleFlow()
    const after: FlowDocument = { ...before, layout: { ...before.layout, call: [0, 400] } }
    expect(Object.fromEntries(compare(before, after).stepMarks)).toEqual({ call: 'moved' })
  })
})

function compare(before: FlowDocument, after: FlowDocument) {
  return toComparedFlow(before, after, diffFlows(before, after))
}

function sampleStep({ steps }: FlowDocument, id: string) {
  const step = steps[id]
  if (!step) throw new Error(`The sample has no step ${id}.`)
  return step
}
