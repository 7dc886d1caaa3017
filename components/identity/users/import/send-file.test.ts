import { afterEach, expect, it, vi } from 'vitest'
import { sendFile } from './send-file'

interface Sent {
  rows: { line: number; values: Record<string, string> }[]
}

afterEach(() => vi.unstubAllGlobals())

async function send(text: string, columns: (string | null)[]) {
  const sent: Sent['rows'] = []
  vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
    const { rows }: Sent = JSON.parse(body)
    sent.push(...rows)
    return Response.json({ created: rows.length, updated: 0, unchanged: 0, problems: [] })
  })
  const progress = await sendFile({
    projectId: 'p',
    file: new File([text], 'users.csv'),
    columns,
    dryRun: true,
    signal: new AbortController().signal,
    onProgress: () => {},
  })
  return { progress, sent }
}

it('sends no line of an open quotation mark, and tells the ones that it swallows', async () => {
  const { progress, sent } = await send('loginId,name\nr1@example.com,One\n"unclosed@example.com,foo\nr2,Two\n', [
    'loginIds',
    'name',
  ])
  expect(sent).toEqual([{ line: 2, values: { loginIds: 'r1@example.com', name: 'One' } }])
  expect(progress).toMatchObject({ created: 1, leftOut: 2, lines: 3 })
  expect(progress.problems).toEqual([{ line: 3, message: expect.stringContaining('Lines 3 to 4 are left out') }])
})

it('goes on below a quotation mark that the next one closes', async () => {
  const { progress, sent } = await send('loginId,name\n"a,One\n"b","Two"\nc,Three\n', ['loginIds', 'name'])
  expect(sent.map(({ line }) => line)).toEqual([4])
  expect(progress).toMatchObject({ leftOut: 2, lines: 3 })
  expect(progress.problems).toEqual([{ line: 2, message: expect.stringContaining('Lines 2 to 3 are left out') }])
})

it('sends no line with fewer or more cells than there are titles', async () => {
  const { progress, sent } = await send('loginId,shoe,name\na\nb,38,Bea\nc,38,Cy,x\nd,"3\n8",\n', [
    'loginIds',
    null,
    'name',
  ])
  expect(sent.map(({ values }) => values)).toEqual([{ loginIds: 'b', name: 'Bea' }, { loginIds: 'd' }])
  expect(progress.leftOut).toBe(2)
  expect(progress.problems).toEqual([
    { line: 2, message: expect.stringMatching(/^It has 1 cell\. Give it 3,/) },
    { line: 4, message: expect.stringMatching(/^It has 4 cells\. .*holds the separator\.$/) },
  ])
})
