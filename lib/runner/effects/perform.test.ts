import { expect, it } from 'vitest'
import { resultUnknown } from './perform'

it('tells the step of an interrupted effect by its own event that nobody knows what came of it', () => {
  const call = {
    type: 'connector',
    connectorId: 'c1',
    action: 'POST',
    endpoint: '/',
    payload: null,
    timeoutSeconds: null,
  } as const
  expect(resultUnknown(call)).toMatchObject({
    failure: { event: 'connectorExecution', code: 'resultUnknown', message: expect.stringContaining('POST') },
    value: { error: { code: 'resultUnknown' } },
  })
  expect(resultUnknown({ type: 'verifyCode', secretPath: 'form.code' }).failure).toMatchObject({
    event: 'actionExecution',
    code: 'resultUnknown',
  })
  expect(resultUnknown(null).failure?.event).toBe('connectorExecution')
})
