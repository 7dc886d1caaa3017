import { toAuthority } from '@/lib/authority'
import type { Json } from '@/lib/language/json'
import type { SmtpCall } from '@/lib/language/outcome'
import { exposeSecret } from '@/lib/vault/open'
import type { ClientCall, ConnectorClient, PreparedConnector } from '../client'
import { ConnectorError } from '../errors'
import { recordBody } from '../record-body'
import { type CallUnderWay, runServerCall, trustsAny } from '../server-call'
import type { ConnectorRecord } from '../types'
import { toSmtpFailure } from './failure'
import { buildMail, type Mail } from './message'
import { type SmtpConfig, smtpPort } from './schema'
import { type Delivery, type SmtpProgress, sendMail } from './send'

/** The SMTP connector. */
export const smtpClient: ConnectorClient<SmtpConfig, SmtpCall> = {
  takes: (call) => 'smtp' in call,
  prepare(connector): PreparedConnector<SmtpCall> {
    const { config, secrets } = connector
    const secret = secrets.get('password')
    const password = secret ? exposeSecret(secret) : ''
    const place = { host: config.host, port: smtpPort(config) }
    return {
      call: (input) =>
        runServerCall({
          connector,
          password,
          place,
          input,
          work: (call) => send(config, password, input, call),
          toFailure: (error) => toSmtpFailure(error, place),
        }),
    }
  },
}

async function send(
  config: SmtpConfig,
  password: string,
  { call: { action, smtp }, scope }: ClientCall<SmtpCall>,
  call: CallUnderWay,
): Promise<Json> {
  if (action !== 'sendEmail') throw new ConnectorError('actionUnknown', action.slice(0, 40))
  const mail = buildMail(smtp, scope, call.onMissing)
  const record = recordMail(config, mail, call)
  call.record.smtp = record
  const progress: SmtpProgress = { timings: call.timings, mailBegun: false, signedIn: 'not', secured: false }
  try {
    const { messageId, accepted, rejected, ...delivery } = await sendMail(config, password, mail, call.signal, progress)
    recordDelivery(record, { messageId, accepted, rejected, ...delivery }, call)
    return { messageId, accepted, rejected }
  } finally {
    call.sent = progress.mailBegun
    const { dns, connect, tls } = call.timings
    if (connect > 0) call.timings.wait = performance.now() - call.started - dns - connect - tls
    if (progress.secured && config.insecure) call.warn(trustsAny)
    if (progress.signedIn === 'inTheOpen') call.warn(sentOpen)
    if (progress.mailBegun && config.username !== '' && progress.signedIn === 'not') call.warn(notSignedIn)
  }
}

type MailRecord = NonNullable<ConnectorRecord['smtp']>

function recordMail(config: SmtpConfig, mail: Mail, { masker }: CallUnderWay): MailRecord {
  const mask = (text: string) => masker.maskText(text)
  const { name, address } = config.sender
  return {
    server: toAuthority(config.host, smtpPort(config)),
    from: name === '' ? address : `${name} <${address}>`,
    to: mail.to.map(mask),
    cc: mail.cc.map(mask),
    subject: mask(mail.subject),
    ...(mail.text === undefined ? {} : { text: recordBody(mail.text, masker) }),
    ...(mail.html === undefined ? {} : { html: recordBody(mail.html, masker) }),
  }
}

function recordDelivery(record: MailRecord, delivery: Delivery, { masker, warn }: CallUnderWay): void {
  const { messageId, accepted, rejected, answer, size } = delivery
  const mask = (text: string) => masker.maskText(text)
  Object.assign(record, {
    messageId: mask(messageId),
    accepted: accepted.map(mask),
    rejected: rejected.map(mask),
    answer: mask(answer),
    size,
  })
  if (rejected.length === 0) return
  const message = `The mail server refused ${rejected.map(mask).join(', ')} and took the mail for the others.`
  warn({ code: 'someRejected', message })
}

const sentOpen = {
  code: 'passwordInTheOpen',
  message: 'The password was sent without encryption: whoever stands between could read it.',
}

const notSignedIn = {
  code: 'notSignedIn',
  message: 'The mail server offers no sign-in, so the mail was sent without one.',
}
