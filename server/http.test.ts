import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createPlaneServer, listen } from './http'
import { StartError } from './start-error'

it('asks to come back until it serves, lets a request in flight end, and takes no new one', async () => {
  const server = createPlaneServer()
  const url = `http://127.0.0.1:${await listen(server.http, 0, '127.0.0.1')}`
  const early = await fetch(url)
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await early.json()).toMatchObject({ errorCode: 'E011503' })

  server.serve(async (_, response) => {
    await sleep(300)
    response.end('whole')
  })
  const inFlight = fetch(url).then((answer) => answer.text())
  await sleep(100)
  const drained = server.drain(5000)
  await expect(fetch(url)).rejects.toThrow()
  expect(await inFlight).toBe('whole')
  await drained
})

it('cuts what does not end within its patience', async () => {
  const server = createPlaneServer()
  const url = `http://127.0.0.1:${await listen(server.http, 0, '127.0.0.1')}`
  server.serve(() => new Promise(() => {}))
  const stuck = fetch(url).catch(() => 'cut')
  await sleep(100)
  await server.drain(200)
  expect(await stuck).toBe('cut')
})

it('says which port is taken', async () => {
  const first = createPlaneServer()
  const port = await listen(first.http, 0, '127.0.0.1')
  const second = listen(createPlaneServer().http, port, '127.0.0.1')
  await expect(second).rejects.toThrow(StartError)
  await expect(second).rejects.toThrow(`Port ${port} on 127.0.0.1 is already in use`)
  await first.drain(0)
})

it('answers an error of a handler as JSON', async () => {
  const server = createPlaneServer()
  const url = `http://127.0.0.1:${await listen(server.http, 0, '127.0.0.1')}`
  server.serve(() => Promise.reject(new Error('inside')))
  const answer = await fetch(url)
  expect(answer.status).toBe(500)
  expect(JSON.stringify(await answer.json())).not.toContain('inside')
  await server.drain(0)
})

it.each([
  ['headers that are too large', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
  ['a bad length', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n', 400],
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['TRACE', 'TRACE / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 405],
  ['OPTIONS of no path', 'OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 405],
  ['an unknown expectation', 'GET / HTTP/1.1\r\nhost: a\r\nexpect: tea\r\nconnection: close\r\n\r\n', 417],
])('answers %s as JSON and closes', async (_, request, status) => {
  const server = createPlaneServer()
  const port = await listen(server.http, 0, '127.0.0.1')
  const [head = '', body = ''] = (await exchange(port, request)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head).toContain('content-type: application/json')
  expect(JSON.parse(body)).toEqual({
    errorCode: expect.stringMatching(/^E\d{6}$/),
    errorDescription: expect.any(String),
    errorMessage: expect.any(String),
  })
  await server.drain(0)
})

it('cuts the connection when an answer has begun', async () => {
  const server = createPlaneServer()
  const port = await listen(server.http, 0, '127.0.0.1')
  server.serve((_, response) => void response.writeHead(200, { 'content-length': 100 }).write('begun'))
  const request = 'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n'
  const answer = await exchange(port, request, 'no chunk\r\n')
  expect(answer).toMatch(/^HTTP\/1.1 200 /)
  expect(answer).not.toContain('400')
  await server.drain(0)
})

/** All that the server sends until it closes. */
function exchange(port: number, request: string, later?: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(request))
    socket.on('data', (data) => {
      if (later && answer === '') socket.write(later)
      answer += data
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })
}
