import { describe, expect, it } from 'vitest'
import { readOnlyProblem } from './read-only'

describe('what a read-only connector sends', () => {
  it.each([
    'SELECT 1',
    ' \n(( select 1))',
    '-- a note\nWITH a AS (SELECT 1) SELECT * FROM a',
    '/* one */ /* two */VALUES (1)',
    'SHOW server_version',
    'EXPLAIN SELECT 1',
    'TABLE customers',
    "SELECT '-- /* it''s'",
  ])('%s', (query) => {
    expect(readOnlyProblem(query, 'postgresql')).toBeNull()
    expect(readOnlyProblem(query, 'mysql')).toBeNull()
  })

  it('is told by each engine\u2019s own comments', () => {
    expect(readOnlyProblem('/* /* */ NOTIFY a; */ SELECT 1', 'postgresql')).toBeNull()
    expect(readOnlyProblem('/* /* */ FLUSH TABLES; -- */ SELECT 1', 'mysql')).toMatch('not with FLUSH')
    expect(readOnlyProblem('# a note\nDESC customers', 'mysql')).toBeNull()
    expect(readOnlyProblem('# a note\nSELECT 1', 'postgresql')).not.toBeNull()
    expect(readOnlyProblem('-- a\rNOTIFY a\nSELECT 1', 'postgresql')).toMatch('not with NOTIFY')
    expect(readOnlyProblem('-- a\rSELECT 1\nFLUSH TABLES', 'mysql')).toMatch('not with FLUSH')
  })

  it.each([
    'BEGIN NOT ATOMIC COMMIT; END',
    'SET SESSION TRANSACTION READ WRITE',
    'KILL 1',
    '/*! FLUSH TABLES */',
    '/*M!100100 FLUSH TABLES */ SELECT 1',
    'SELECT 1 INTO /* x */ OUTFILE "/tmp/x"',
    'SELECT 1 INTO dumpfile "/tmp/x"',
    'SELECTED',
    'SELECT\u00e9',
    '\u00a0SELECT 1',
    '/* open',
    '-- only',
    '',
  ])('is not this in MySQL: %s', (query) => expect(readOnlyProblem(query, 'mysql')).not.toBeNull())
})
