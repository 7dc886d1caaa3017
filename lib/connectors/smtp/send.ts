import { createTransport } from 'nodemailer'
import { connectSocket } from '@/lib/egress/socket'
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
  /** Milliseconds. */
  timings: { dns: number; connect: number }
}

/** The signal ends everything before. */
const LONGEST_MS = 130_000

/**
 * Sends one mail over a socket that the egress guard has let through.
 * @throws EgressError, or nodemailer's error with the server's answer
 */
export async function sendMail(
  config: SmtpConfig,
  password: string,
  mail: Mail,
  signal: AbortSignal,
): Promise<Delivery> {
  const { host, tls, insecure, sender, username } = config
  const { socket, timings } = await connectSocket({ host, port: smtpPort(config), timeoutMs: LONGEST_MS, signal })
  const stop = () => socket.destroy()
  signal.addEventListener('abort', stop)
  const transport = createTransport({
    host,
    connection: socket,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { rejectUnauthorized: !insecure },
    ...(username === '' ? {} : { auth: { user: username, pass: password } }),
    connectionTimeout: LONGEST_MS,
    greetingTimeout: LONGEST_MS,
    socketTimeout: LONGEST_MS,
    // A mail is text: it never reads a file or an address of this machine.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const sent = await transport.sendMail({
      from: sender,
      to: mail.to.map((address) => ({ name: '', address })),
      cc: mail.cc.map((address) => ({ name: '', address })),
      subject: mail.subject,
      ...(mail.text === undefined ? {} : { text: mail.text }),
      ...(mail.html === undefined ? {} : { html: mail.html }),
      xMailer: false,
    })
    return {
      messageId: sent.messageId,
      accepted: sent.accepted.map(toText),
      rejected: sent.rejected.map(toText),
      answer: sent.response,
      size: 'messageSize' in sent && typeof sent.messageSize === 'number' ? sent.messageSize : 0,
      timings,
    }
  } finally {
    signal.removeEventListener('abort', stop)
    transport.close()
    socket.destroy()
  }
}

function toText(address: string | { address: string }): string {
  return typeof address === 'string' ? address : address.address
}
