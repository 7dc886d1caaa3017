import { expect, test } from 'vitest'
import { toLoggedError } from './log'

test('an error of the database is logged without the values it quotes', () => {
  const error = Object.assign(new Error('invalid input syntax for type json: "s3cret"'), {
    severity: 'ERROR',
    code: '22P02',
    detail: 'Failing row contains (s3cret)',
    where: 's3cret',
  })
  const logged = toLoggedError(error)
  expect(JSON.stringify(logged)).not.toContain('s3cret')
  expect(logged).toMatchObject({ type: 'Error', code: '22P02', stack: expect.stringContaining('at ') })
})

test('any other error keeps its message', () => {
  expect(toLoggedError(new TypeError('what it says'))).toMatchObject({ type: 'TypeError', message: 'what it says' })
  expect(toLoggedError('text')).toEqual({ type: 'string' })
})
