import { describe, expect, it, test } from 'vitest'
import { connectorDefinition, eventsOf } from '../definition'
import type { ConnectorStep } from '../schema'
import { connectorStepTypes, settingsFor, toCall, typeOfAction } from './registry'
import { addressesError, splitAddresses } from './smtp'
import { queryError } from './sql'

const { endpoint: _ofHttp, ...base } = connectorDefinition.create()
const handling = { httpError: { mode: 'custom' as const }, connectorExecution: { mode: 'ignore' as const } }

function step(type: keyof typeof connectorStepTypes, changes: Partial<ConnectorStep> = {}): ConnectorStep {
  const [first] = connectorStepTypes[type].actions
  return { ...base, connector: 'c1', ...settingsFor(type, first?.id ?? '', base.errorHandling), ...changes }
}

const problems = (of: ConnectorStep) =>
  connectorDefinition.publishableSchema
    .safeParse(of)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

describe('the types of connector steps', () => {
  it('have actions that no other type has', () => {
    const ids = Object.values(connectorStepTypes).flatMap(({ actions }) => actions.map(({ id }) => id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(typeOfAction('executeQuery')).toBe('sql')
    expect(typeOfAction('')).toBe('http')
  })

  it('offer the error events that their calls can come to', () => {
    const events = (type: 'http' | 'sql' | 'smtp') => eventsOf(step(type))
    expect(events('http')).toEqual(['httpError', 'connectorExecution'])
    expect([events('sql'), events('smtp')]).toEqual([['connectorExecution'], ['connectorExecution']])
    const custom = { errorHandling: { ...handling, connectorExecution: { mode: 'custom' as const } } }
    expect(connectorDefinition.ports(step('sql', custom)).map(({ id }) => id)).toEqual([
      'success',
      'connectorExecution',
    ])
  })

  it('keep what error handling a change of type leaves, and take the rest away', () => {
    expect(settingsFor('sql', 'executeQuery', handling)).toEqual({
      action: 'executeQuery',
      sql: { query: '', parameters: [] },
      errorHandling: { connectorExecution: { mode: 'ignore' } },
    })
    expect(settingsFor('http', 'GET', { connectorExecution: { mode: 'custom' } }).errorHandling).toEqual({
      httpError: { mode: 'automatic' },
      connectorExecution: { mode: 'custom' },
    })
  })

  it('refuse settings of another type', () => {
    expect(problems(step('http', { sql: { query: 'SELECT 1', parameters: [] } }))).toEqual([
      expect.stringMatching(/^sql: The action GET has no such setting/),
    ])
    expect(problems(step('smtp', { endpoint: '/' }))).toContainEqual(expect.stringMatching(/^endpoint: /))
  })
})

describe('a query step', () => {
  it('binds values by parameters and never in the text', () => {
    const sql = { query: 'SELECT * FROM a WHERE b = $1', parameters: ['{{form.email}}', { c: '{{form.d}}' }, 1] }
    const ready = step('sql', { sql })
    expect(problems(ready)).toEqual([])
    expect(toCall(ready)).toEqual({ action: 'executeQuery', sql, timeoutSeconds: 10 })
    expect(connectorDefinition.templates(ready).map(({ at, text }) => `${at.join('.')} ${text}`)).toEqual([
      'sql.parameters.0 {{form.email}}',
      'sql.parameters.1.c {{form.d}}',
    ])
    const spliced = step('sql', { sql: { query: "SELECT '{{ form.email }}'", parameters: [] } })
    expect(problems(spliced)).toEqual([expect.stringMatching(/^sql\.query: A dynamic value may not stand .*\$1/)])
  })

  it('says what is missing at its field', () => {
    expect(problems(step('sql'))).toEqual([expect.stringMatching(/^sql\.query: Write the query/)])
    expect(problems(step('sql', { sql: undefined }))).toEqual([expect.stringMatching(/^sql\.query: Write the query/)])
    const sql = { query: 'SELECT $1', parameters: ['{{x'] }
    expect(problems(step('sql', { sql }))).toEqual([expect.stringMatching(/^sql\.parameters\.0: This dynamic value/)])
  })

  test.each(["SELECT '{{1,2},{3,4}}'::int[]", "SELECT '{}'::jsonb", 'SELECT 1 -- }} {{'])(
    'takes the braces of SQL for what they are: %s',
    (query) => expect(queryError(query)).toBeNull(),
  )
})

describe('a mail step', () => {
  it('takes addresses, a subject and a text', () => {
    const smtp = { to: '{{form.email}}, ann@example.com', subject: 'Hello {{form.name}}', text: 'Hi' }
    expect(problems(step('smtp', { smtp }))).toEqual([])
    expect(problems(step('smtp'))).toEqual([
      expect.stringMatching(/^smtp\.to: Enter an address/),
      expect.stringMatching(/^smtp\.subject: Give the mail a subject/),
      expect.stringMatching(/^smtp\.text: Write the mail/),
    ])
    expect(problems(step('smtp', { smtp: { to: 'a@b.example', subject: 'x' } }))).toEqual([
      expect.stringMatching(/^smtp\.text: Write the mail/),
    ])
    expect(problems(step('smtp', { smtp: { ...smtp, to: 'ann', subject: 'a\nb' } }))).toEqual([
      expect.stringMatching(/^smtp\.to: \u201cann\u201d is not an address/),
      expect.stringMatching(/^smtp\.subject: A subject is one line/),
    ])
  })

  it('takes each address for one template', () => {
    expect(splitAddresses(' a@b.c , {{form.list}},,x@y.z ')).toEqual(['a@b.c', '{{form.list}}', 'x@y.z'])
    expect(splitAddresses('{{a')).toEqual(['{{a'])
    for (const bad of ['a@b.c\nBcc: d@e.f', 'Ann <a@b.c>', '"a b"@c.d', 'a@b.c d@e.f', 'a@b.c;d@e.f'])
      expect(addressesError(bad, true)).toMatch(/not an address/)
  })
})
