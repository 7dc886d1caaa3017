/** One event of a `text/event-stream`. */
export interface ServerEvent {
  /** `message` when the stream names none. */
  event: string
  data: string
  /** The last id seen up to here; empty when there was none. */
  id: string
}

/**
 * Reads a `text/event-stream` piece by piece (WHATWG HTML, 9.2.6). `push` answers the events that a piece completes;
 * comments (heartbeats) complete none.
 */
export function createSseParser(): { push(chunk: string): ServerEvent[] } {
  let rest = ''
  let data: string[] = []
  let event = ''
  let id = ''

  function readLine(line: string, events: ServerEvent[]): void {
    if (line === '') {
      if (data.length > 0) events.push({ event: event || 'message', data: data.join('\n'), id })
      data = []
      event = ''
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1))
    if (field === 'data') data.push(value)
    else if (field === 'event') event = value
    else if (field === 'id' && !value.includes('\0')) id = value
  }

  return {
    push(chunk) {
      const events: ServerEvent[] = []
      rest += chunk
      for (;;) {
        const end = rest.search(/\r\n|\n|\r/)
        // A lone CR at the end may be half of a CRLF.
        if (end < 0 || (rest[end] === '\r' && end === rest.length - 1)) return events
        readLine(rest.slice(0, end), events)
        rest = rest.slice(end + (rest.startsWith('\r\n', end) ? 2 : 1))
      }
    },
  }
}
