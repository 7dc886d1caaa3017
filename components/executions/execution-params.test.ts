import { describe, expect, it } from 'vitest'
import { isFiltered, loadExecutionParams, toExecutionFilter } from './execution-params'

const NOW = Date.parse('2026-03-01T12:00:00.000Z')
const filterOf = (search: string) => toExecutionFilter(loadExecutionParams(new URLSearchParams(search)), NOW)

describe('the filters in the address', () => {
  it('narrow by each of their members', () => {
    expect(filterOf('')).toEqual({})
    expect(filterOf('flow=lookup&version=3&status=failed&trigger=api&async=failed&q=%20time-out%20')).toEqual({
      flow: 'lookup',
      version: 3,
      status: 'failed',
      trigger: 'api',
      asyncFailed: true,
      text: 'time-out',
    })
    expect(filterOf('version=draft')).toEqual({ version: 'draft' })
  })

  it('count a range back from now, and take a custom one as it is', () => {
    expect(filterOf('range=hour&to=2026-01-01T00:00:00.000Z')).toEqual({ from: '2026-03-01T11:00:00.000Z' })
    expect(filterOf('range=custom&from=2026-01-01T00:00:00.000Z&to=2026-01-02T00:00:00.000Z')).toEqual({
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-02T00:00:00.000Z',
    })
  })

  it('leave out what makes no sense', () => {
    expect(filterOf('version=-1&status=broken&trigger=x&range=year&from=never')).toEqual({})
    expect(isFiltered(loadExecutionParams(new URLSearchParams('version=zero')))).toBe(false)
    expect(isFiltered(loadExecutionParams(new URLSearchParams('range=day')))).toBe(true)
  })
})
