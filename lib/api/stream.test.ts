import { expect, it } from 'vitest'
import { bodyOfPages } from './stream'

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
  const body = await bodyOfPages('tenants', pagesOf(pages), asItIs)
  expect(await new Response(body).json()).toEqual({ tenants: pages.flat() })
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
  const reader = (await bodyOfPages('tenants', endless(), asItIs)).getReader()
  await reader.read()
  await reader.read()
  expect(read).toBeLessThan(5)
  await reader.cancel()
  expect(ended).toBe(true)
  expect(read).toBeLessThan(5)
})

it('is refused as any call when the first page cannot be read, and breaks off when a later one cannot', async () => {
  async function* failing(good: number): AsyncGenerator<readonly object[]> {
    for (let at = 0; at < good; at += 1) yield [{ at }]
    throw new Error('The database is gone.')
  }
  await expect(bodyOfPages('tenants', failing(0), asItIs)).rejects.toThrow('The database is gone.')
  const body = await bodyOfPages('tenants', failing(2), asItIs)
  await expect(new Response(body).text()).rejects.toThrow('The database is gone.')
})
