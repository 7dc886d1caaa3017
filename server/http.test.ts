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
