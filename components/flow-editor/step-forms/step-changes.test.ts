import { describe, expect, it } from 'vitest'
import { emptyFlow } from '@/lib/flow/schema'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { ScreenStep } from '@/lib/steps/screen/schema'
import { changedFields, keepEdges, mergeExternal, writeStep } from './step-changes'

const screen = (...ids: string[]): ScreenStep => ({
  kind: 'screen',
  name: 'Ask',
  next: Object.fromEntries(ids.map((id) => [id, `to-${id}`])),
  components: ids.map((id) => ({ type: 'button', id, text: id })),
})

describe('keepEdges', () => {
  it('keeps the edge of a renamed button', () => {
    const after = { ...screen('go', 'back'), components: screen('submit', 'back').components }
    expect(keepEdges(screen('go', 'back'), after)).toEqual({ submit: 'to-go', back: 'to-back' })
  })

  it('drops the edge of a removed button, and keeps edges when buttons change places', () => {
    const removed = { ...screen('go', 'back'), components: screen('back').components }
    expect(keepEdges(screen('go', 'back'), removed)).toEqual({ back: 'to-back' })
    const moved = { ...screen('go', 'back'), components: screen('back', 'go').components }
    expect(keepEdges(screen('go', 'back'), moved)).toEqual({ go: 'to-go', back: 'to-back' })
  })

  it('drops the edge of an error port that is no longer custom', () => {
    const step = stepDefinitions.connector.create()
    const before = {
      ...step,
      next: { success: 'a', httpError: 'b' },
      errorHandling: { ...step.errorHandling, httpError: { mode: 'custom' as const } },
    }
    expect(keepEdges(before, { ...before, errorHandling: step.errorHandling })).toEqual({ success: 'a' })
  })
})

describe('mergeExternal', () => {
  it('takes what came from outside but where the person is typing', () => {
    const base = screen('go')
    const local = { ...base, name: 'Asking' }
    const external = { ...base, name: 'Other', components: [] }
    expect(mergeExternal(base, local, external)).toEqual({ ...base, name: 'Asking', components: [] })
    expect(mergeExternal(base, base, external).name).toBe('Other')
  })
})

describe('writeStep', () => {
  it('writes only what changed, and removes what is empty', () => {
    const document = emptyFlow('f', 'F', 'interactive')
    const step = { ...stepDefinitions.connector.create(), next: { success: 'start' } }
    document.steps.crm = step
    const values = { ...step, name: 'Find', timeoutSeconds: undefined }
    expect(changedFields(step, values)).toEqual(['name', 'timeoutSeconds'])
    writeStep(document, 'crm', changedFields(step, values), values)
    expect(document.steps.crm).toMatchObject({ name: 'Find', endpoint: '/', next: { success: 'start' } })
    expect(document.steps.crm).not.toHaveProperty('timeoutSeconds')
  })
})
