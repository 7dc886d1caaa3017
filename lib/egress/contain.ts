import type { Duplex } from 'node:stream'

/**
 * Makes what a listener of a socket throws an error of this socket alone. Drivers read what a server sends inside its
 * events, where a throw would otherwise end the process: a third party could then end it with a few bytes. TLS over a
 * socket has a socket of its own, which its driver must have contained as well.
 * @param toError what the socket is ended with
 */
export function containThrows(socket: Duplex, toError: (thrown: unknown) => Error): void {
  const emit = socket.emit
  Object.defineProperty(socket, 'emit', {
    configurable: true,
    writable: true,
    value: (...event: unknown[]): boolean => {
      try {
        return Boolean(Reflect.apply(emit, socket, event))
      } catch (thrown) {
        socket.destroy(toError(thrown))
        return true
      }
    },
  })
  // An error without a listener is thrown as well; what it is about is told by whatever was under way.
  socket.on('error', () => {})
}
