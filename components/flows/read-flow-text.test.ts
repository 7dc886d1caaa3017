import { describe, expect, it } from 'vitest'
import { describeImportFailure, readFlowText } from './read-flow-text'

describe('reading the text of a flow file', () => {
  it('gives the parsed JSON', () => {
    expect(readFlowText('{"a":1}')).toEqual({ file: { a: 1 } })
  })

  it('says where the text is not JSON', () => {
    expect(readFlowText('{\n  "a": 1,\n  oops\n}').failure).toMatchObject({
      message: expect.stringContaining('line 3, column 3'),
    })
    expect(readFlowText('{\n  "a": 1').failure).toMatchObject({ message: expect.stringContaining('line 2') })
    expect(readFlowText('  ').failure).toMatchObject({ message: expect.stringContaining('first') })
  })
})

describe('a refused import', () => {
  it('offers to replace the draft only when the id is taken', () => {
    const refusal = { code: 'conflict', message: 'Taken.', fields: { id: 'Taken.' } }
    expect(describeImportFailure(refusal, 'a')).toEqual({ type: 'taken', message: 'Taken.', flowId: 'a' })
    expect(describeImportFailure({ ...refusal, fields: { name: 'Taken.' } }, 'a')).toMatchObject({
      flowId: null,
    })
  })

  it('lists the places of a file that is no flow', () => {
    expect(
      describeImportFailure({ code: 'invalid', message: 'No.', fields: { 'steps.a.kind': 'Bad.' } }, null),
    ).toEqual({
      type: 'places',
      places: [{ path: 'steps.a.kind', message: 'Bad.' }],
    })
    expect(describeImportFailure({ code: 'forbidden', message: 'No.' }, null)).toEqual({
      type: 'message',
      message: 'No.',
    })
  })
})
