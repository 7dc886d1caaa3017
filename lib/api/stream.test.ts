import { expect, it } from 'vitest'
import { answerPages } from './stream'

async function* pagesOf(pages: readonly (readonly object[])[]): AsyncGenerator<readonly object[]> {
  yield* pages
}

const asItIs = (item: object) => item

it.each([
  { name: 'no page', pages: [] },
  { name: 'an empty one', pages: [[]] },
  { name: 'one', pages: [[{ id: 'a' }]] },
  { name: 'several, some of them empty', pages: [[], [{ id: 'a' }, { id: 'b' }], [], [{ id: '"c,' }]] },
])('answers $name as one JSON document', async ({ pages }) => {
  const answer = await answerPages('tenants', pagesOf(pages), asItIs)
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(await answer.json()).toEqual({ tenants: pages.flat() })
})

it('reads no page before the one before it is taken, and none for a caller who has gone', async () => {
  let read = 0
  let ended = false
  async function* endless(): AsyncGenerator<readonly object[]> {
    try {
      for (;;) {
        read += 1
        yield [{ read }]
      }
    } finally {
      ended = true
    }
  }
  const { body } = await answerPages('tenants', endless(), asItIs)
  const reader = body?.getReader()
  await reader?.read()
  await reader?.read()
  expect(read).toBeLessThan(5)
  await reader?.cancel()
  expect(ended).toBe(true)
  expect(read).toBeLessThan(5)
})

it('is refused as any call when the first page cannot be read, and breaks off when a later one cannot', async () => {
  async function* failing(good: number): AsyncGenerator<readonly object[]> {
    for (let at = 0; at < good; at += 1) yield [{ at }]
    throw new Error('The database is gone.')
  }
  await expect(answerPages('tenants', failing(0), asItIs)).rejects.toThrow('The database is gone.')
  await expect((await answerPages('tenants', failing(2), asItIs)).text()).rejects.toThrow('The database is gone.')
})
