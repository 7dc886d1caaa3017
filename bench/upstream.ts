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
const SLOW_MS = 1_000
const headers = { 'content-type': 'application/json', 'content-length': body.length }

let connections = 0
const server = createServer((request, response) => {
  request.resume()
  const answer = () => response.writeHead(200, headers).end(body)
  // A third party that takes its time, and how many connections it has seen.
  if (request.url?.includes('/slow')) setTimeout(answer, SLOW_MS)
  else if (request.url === '/connections') response.end(String(connections))
  else answer()
})
server.on('connection', () => {
  connections += 1
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.send?.({ port: address.port })
})
process.once('disconnect', () => process.exit(0))
