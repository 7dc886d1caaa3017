import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, it } from 'vitest'
import { containThrows } from './contain'

it('ends the socket whose listener throws, with an error that nobody has to hear', async () => {
  const server = createServer((socket) => socket.on('error', () => {}).write('anything'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  containThrows(socket, (thrown) => new Error('contained', { cause: thrown }))
  const thrown = new Error('unreadable')
  socket.on('data', () => {
    throw thrown
  })
  await new Promise((done) => socket.once('close', done))
  expect(socket.errored).toMatchObject({ message: 'contained', cause: thrown })
  server.close()
})
