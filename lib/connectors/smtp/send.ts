import { Duplex, Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { EgressError } from '@/lib/egress/errors'
import { connectSocket, limitReceived, type OpenSocket } from '@/lib/egress/socket'
import type { Mail } from './message'
import { type SmtpConfig, smtpPort } from './schema'

export interface Delivery {
  messageId: string
  accepted: string[]
  rejected: string[]
  /** The server's last line. */
  answer: string
  /** Bytes. */
  size: number
}

/** How far a mail has come, also when it fails. */
export interface SmtpProgress {
  /** Milliseconds. */
  timings: { dns: number; connect: number; tls: number }
  /** TLS has begun, with whatever certificate the server has shown. */
  secured: boolean
  /** Whether the password was on its way, and how. */
  signedIn: 'not' | 'inTheOpen' | 'hidden'
  /** The mail itself was begun: from here on only the server's answer tells whether it has taken it. */
  mailBegun: boolean
}

/** The signal ends everything before. */
const LONGEST_MS = 130_000
/** All its answers together; one for each of a hundred recipients has a few hundred. */
const RECEIVED_BYTES = 1_000_000

/**
 * Sends one mail over a socket that the egress guard has let through.
 * @param progress is filled in as it goes
 * @throws EgressError, or nodemailer's error with the server's answer
 */
export async function sendMail(
  config: SmtpConfig,
  password: string,
  mail: Mail,
  signal: AbortSignal,
  progress: SmtpProgress,
): Promise<Delivery> {
  const { host, tls, insecure, username } = config
  const composed = compose(config, mail)
  const message = await composed.build()
  const opened = await connectSocket({ host, port: smtpPort(config), timeoutMs: LONGEST_MS, signal })
  const { socket } = opened
  Object.assign(progress.timings, opened.timings)
  const stop = () => socket.destroy()
  signal.addEventListener('abort', stop)
  let tooLarge: EgressError | undefined
  const endCount = limitReceived(socket, RECEIVED_BYTES, (error) => {
    tooLarge = error
  })
  const connection = new SMTPConnection({
    host,
    connection: socket,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { rejectUnauthorized: !insecure },
    connectionTimeout: LONGEST_MS,
    greetingTimeout: LONGEST_MS,
    socketTimeout: LONGEST_MS,
  })
  watchTls(connection, opened, progress)
  try {
    const step = stepsOf(connection)
    await step<void>((done, fail) => connection.connect((error) => (error ? fail(error) : done())))
    if (username !== '' && Reflect.get(connection, 'allowsAuth') === true) {
      const credentials = { user: username, pass: password }
      await step<void>((done, fail) => {
        connection.login({ credentials }, (error) => (error ? fail(error) : done()))
        // The one way to sign in that does not send the password itself.
        const hidden = progress.secured || Reflect.get(connection, '_authMethod') === 'CRAM-MD5'
        if (password !== '') progress.signedIn = hidden ? 'hidden' : 'inTheOpen'
      })
    }
    const envelope = composed.getEnvelope()
    const body = Readable.from(begun(message, progress))
    const sent = await step<SMTPConnection.SentMessageInfo>((done, fail) =>
      connection.send({ from: envelope.from, to: envelope.to }, body, (error, info) =>
        error ? fail(error) : done(info),
      ),
    )
    return {
      messageId: composed.messageId(),
      accepted: sent.accepted.map(toText),
      rejected: sent.rejected.map(toText),
      answer: sent.response,
      size: sent.messageSize,
    }
  } catch (error) {
    // nodemailer writes a code of its own into whatever has ended a socket.
    if (error instanceof EgressError) throw new EgressError('badProtocol', { host, authority: opened.authority })
    throw tooLarge ?? error
  } finally {
    endCount()
    signal.removeEventListener('abort', stop)
    connection.close()
    socket.destroy()
  }
}

// nodemailer tells nobody of the TLS socket that it makes; nothing has come over it when _upgradeConnection returns.
function watchTls(connection: SMTPConnection, { contain }: OpenSocket, progress: SmtpProgress): void {
  const upgrade: unknown = Reflect.get(connection, '_upgradeConnection')
  if (typeof upgrade !== 'function') throw new Error('nodemailer has no _upgradeConnection any more.')
  const watched = (...given: unknown[]) => {
    const started = performance.now()
    Reflect.apply(upgrade, connection, given)
    const secured: unknown = connection._socket
    if (!(secured instanceof Duplex)) return
    contain(secured)
    secured.once('secureConnect', () => {
      progress.secured = true
      progress.timings.tls = performance.now() - started
    })
  }
  Object.assign(connection, { _upgradeConnection: watched })
}

function compose({ sender }: SmtpConfig, mail: Mail) {
  const message = new MailComposer({
    from: sender,
    to: mail.to.map((address) => ({ name: '', address })),
    cc: mail.cc.map((address) => ({ name: '', address })),
    subject: mail.subject,
    ...(mail.text === undefined ? {} : { text: mail.text }),
    ...(mail.html === undefined ? {} : { html: mail.html }),
    // A mail is text: it never reads a file or an address of this machine.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return message.compile()
}

// nodemailer reads the message when the server has taken the envelope and waits for it.
async function* begun(message: Buffer, progress: SmtpProgress): AsyncGenerator<Buffer> {
  progress.mailBegun = true
  yield message
}

type Begin<T> = (done: (result: T) => void, fail: (error: Error) => void) => void

/** Steps of a connection: what breaks it fails the one that is under way. */
function stepsOf(connection: SMTPConnection): <T>(begin: Begin<T>) => Promise<T> {
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => {})
  connection.on('error', broken.reject)
  return (begin) => Promise.race([broken.promise, new Promise(begin)])
}

function toText(address: string | { address: string }): string {
  return typeof address === 'string' ? address : address.address
}
