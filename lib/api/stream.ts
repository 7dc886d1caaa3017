/**
 * A body that is read as it is sent, so that a long list is never held whole. When reading fails the connection breaks
 * off: a short answer must not look like a whole one.
 */
export function toBody(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const iterator = chunks[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    // The caller has gone: nothing more is read for it.
    async cancel() {
      await iterator.return?.()
    },
  })
}

/**
 * The body `{ [key]: [...] }` with the items of all pages, page by page. The first one is read before anything is
 * answered: what refuses the call is answered as any error.
 */
export async function bodyOfPages<Item>(
  key: string,
  pages: AsyncIterable<readonly Item[]>,
  toAnswer: (item: Item) => object,
): Promise<ReadableStream<Uint8Array>> {
  const iterator = pages[Symbol.asyncIterator]()
  const first = await iterator.next()
  return toBody(toJsonList(key, first, iterator, toAnswer))
}

async function* toJsonList<Item>(
  key: string,
  first: IteratorResult<readonly Item[]>,
  rest: AsyncIterator<readonly Item[]>,
  toAnswer: (item: Item) => object,
): AsyncGenerator<string> {
  let separator = ''
  try {
    yield `{${JSON.stringify(key)}:[`
    for (let page = first; !page.done; page = await rest.next()) {
      if (page.value.length === 0) continue
      yield separator + page.value.map((item) => JSON.stringify(toAnswer(item))).join(',')
      separator = ','
    }
    yield ']}'
  } finally {
    await rest.return?.()
  }
}
