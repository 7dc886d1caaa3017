import { describe, expect, it } from 'vitest'
import { createSseParser } from './sse-parser'

const stream =
  'id: 1\nevent: message\ndata: {"a":1}\n\n: heartbeat\n\nid: 2\r\ndata: x\r\ndata:y\r\n\r\nevent: end\ndata: {}\n\n'
const expected = [
  { event: 'message', data: '{"a":1}', id: '1' },
  { event: 'message', data: 'x\ny', id: '2' },
  { event: 'end', data: '{}', id: '2' },
]

describe('createSseParser', () => {
  it('reads events, ids, several data lines, and leaves comments out', () => {
    expect(createSseParser().push(stream)).toEqual(expected)
  })

  it('reads the same however the stream is cut', () => {
    for (let size = 1; size < 12; size++) {
      const parser = createSseParser()
      const events = []
      for (let at = 0; at < stream.length; at += size) events.push(...parser.push(stream.slice(at, at + size)))
      expect(events).toEqual(expected)
    }
  })

  it('sends nothing for an event without data, and nothing that is not complete', () => {
    expect(createSseParser().push('event: ping\n\n')).toEqual([])
    expect(createSseParser().push('data: half')).toEqual([])
    expect(createSseParser().push('data\n\n')).toEqual([{ event: 'message', data: '', id: '' }])
  })
})
