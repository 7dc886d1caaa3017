import type { ErrorEvent } from '../../language/outcome'
import type { ErrorHandlings } from '../../steps/error-handling'
import { type Fields, fieldsOf, textOf } from './values'

interface MappedHandling {
  handlings: { -readonly [E in keyof ErrorHandlings]: ErrorHandlings[E] }
  notes: string[]
  ports: Map<string, string>
}

/** The error handling of a task: its events, of which there are many, come to the few of a step here. */
export function mapErrorHandling(task: Fields, toEvent: (name: string) => ErrorEvent): MappedHandling {
  const mapped: MappedHandling = { handlings: {}, notes: [], ports: new Map() }
  const given = Object.entries(fieldsOf(task.errorHandlingV2 ?? task.errorHandling)).slice(0, 100)
  for (const [name, value] of given) {
    const { errorHandlingType, type, errorMessage } = fieldsOf(value)
    const mode = textOf(errorHandlingType ?? type, 20)
    const event = toEvent(name)
    const before = mapped.handlings[event]
    if (mode === 'custom') {
      if (before?.mode === 'custom')
        mapped.notes.push(`“${name}” has no way of its own here: it goes that of the other errors.`)
      mapped.handlings[event] = { mode: 'custom' }
      mapped.ports.set(name, event)
    } else if (mode === 'ignore') {
      // An error that one event ignored must not pass for another.
      if (given.length === 1) mapped.handlings[event] = { mode: 'ignore' }
      else mapped.notes.push(`“${name}” was ignored; it is handled automatically now.`)
    } else if (!before) {
      const text = textOf(errorMessage, 500)
      mapped.handlings[event] = { mode: 'automatic', ...(text === '' ? {} : { text }) }
    }
  }
  return mapped
}
