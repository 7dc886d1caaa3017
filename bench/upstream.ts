import { createServer } from 'node:http'

// The third party of the bench, in a process of its own: answers at once, so that it is never what is measured.
const body = Buffer.from(
  JSON.stringify({
    id: 'cus-1001',
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    plan: 'pro',
    country: 'GB',
    active: true,
    since: '2021-12-10',
    tags: ['math', 'beta'],
  }),
)
const headers = { 'content-type': 'application/json', 'content-length': body.length }

const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, headers).end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.send?.({ port: address.port })
})
process.once('disconnect', () => process.exit(0))
