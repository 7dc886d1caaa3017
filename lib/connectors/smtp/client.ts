import { EgressError } from '@/lib/egress/errors'
import type { Json } from '@/lib/language/json'
import { createMasker, type Masker } from '@/lib/language/masking'
import type { SmtpCall } from '@/lib/language/outcome'
import { exposeSecret } from '@/lib/vault/open'
import type { ClientCall, ConnectorClient, OpenConnector, PreparedConnector } from '../client'
import { ConnectorError } from '../errors'
import { recordBody } from '../record-body'
import type { CallTimings, ConnectorOutcome, ConnectorRecord } from '../types'
import { toSmtpFailure } from './failure'
import { buildMail, type Mail } from './message'
import { type SmtpConfig, smtpPort } from './schema'
import { type Delivery, type SmtpProgress, sendMail } from './send'

const DEFAULT_TIMEOUT_SECONDS = 10

/** The SMTP connector. */
export const smtpClient: ConnectorClient<SmtpConfig, SmtpCall> = {
  takes: (call) => 'smtp' in call,
  prepare(connector): PreparedConnector<SmtpCall> {
    const secret = connector.secrets.get('password')
    const password = secret ? exposeSecret(secret) : ''
    return { call: (input) => new Sending(connector, password, input).run() }
  },
}

/** One mail under way, with what is recorded of it. */
class Sending {
  readonly #missing = new Set<string>()
  readonly #warnings: ConnectorRecord['warnings'] = []
  readonly #record: ConnectorRecord
  readonly #secrets: readonly string[]
  readonly #masker: Masker
  readonly #started = performance.now()
  readonly #progress: SmtpProgress = { mailBegun: false }
  #timings: CallTimings = { dns: 0, connect: 0, tls: 0, wait: 0, download: 0, total: 0 }

  constructor(
    readonly connector: OpenConnector<SmtpConfig>,
    readonly password: string,
    readonly input: ClientCall<SmtpCall>,
  ) {
    const { id, name, type } = connector
    this.#record = { connector: { id, name, type }, action: input.call.action, warnings: this.#warnings }
    this.#secrets = [...(password === '' ? [] : [password]), ...input.scopeSecrets]
    this.#masker = createMasker(this.#secrets)
  }

  async run(): Promise<ConnectorOutcome> {
    try {
      const { call, scope } = this.input
      if (call.action !== 'sendEmail') throw new ConnectorError('actionUnknown', call.action.slice(0, 40))
      const mail = buildMail(call.smtp, scope, (source) => void this.#missing.add(source))
      this.#recordMail(mail)
      return this.#settle(await this.#send(mail))
    } catch (error) {
      return this.#fail(error)
    } finally {
      this.#timings.total = rounded(performance.now() - this.#started)
      this.#record.timings = this.#timings
    }
  }

  async #send(mail: Mail): Promise<Delivery> {
    const { config } = this.connector
    const seconds = this.input.call.timeoutSeconds ?? config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS
    const ended = new AbortController()
    const facts = { host: config.host, authority: `${config.host}:${smtpPort(config)}`, seconds }
    const timer = setTimeout(() => ended.abort(new EgressError('timeout', facts)), seconds * 1000)
    const cancelled = () => ended.abort(new EgressError('aborted'))
    if (this.input.signal?.aborted) cancelled()
    this.input.signal?.addEventListener('abort', cancelled)
    try {
      return await sendMail(config, this.password, mail, ended.signal, this.#progress)
    } catch (error) {
      // What stopped it is the cause; what broke after that only follows.
      throw ended.signal.reason instanceof EgressError ? ended.signal.reason : error
    } finally {
      clearTimeout(timer)
      this.input.signal?.removeEventListener('abort', cancelled)
    }
  }

  #recordMail(mail: Mail): void {
    const { config } = this.connector
    const mask = (text: string) => this.#masker.maskText(text)
    const { name, address } = config.sender
    if (config.insecure && config.tls !== 'none') this.#warnings.push(trustsAny)
    if (config.tls === 'none' && this.password !== '') this.#warnings.push(sentOpen)
    this.#record.smtp = {
      server: `${config.host}:${smtpPort(config)}`,
      from: name === '' ? address : `${name} <${address}>`,
      to: mail.to.map(mask),
      cc: mail.cc.map(mask),
      subject: mask(mail.subject),
      ...(mail.text === undefined ? {} : { text: recordBody(mail.text, this.#masker) }),
      ...(mail.html === undefined ? {} : { html: recordBody(mail.html, this.#masker) }),
    }
  }

  #settle({ messageId, accepted, rejected, answer, size, timings }: Delivery): ConnectorOutcome {
    const mask = (text: string) => this.#masker.maskText(text)
    Object.assign(this.#record.smtp ?? {}, {
      messageId: mask(messageId),
      accepted: accepted.map(mask),
      rejected: rejected.map(mask),
      answer: mask(answer),
      size,
    })
    if (rejected.length > 0) {
      const message = `The mail server refused ${rejected.map(mask).join(', ')} and took the mail for the others.`
      this.#warnings.push({ code: 'someRejected', message })
    }
    const { dns, connect } = timings
    const wait = rounded(performance.now() - this.#started - dns - connect)
    this.#timings = { ...this.#timings, dns: rounded(dns), connect: rounded(connect), wait }
    return this.#outcome(null, { messageId, accepted, rejected })
  }

  #fail(error: unknown): ConnectorOutcome {
    const { host } = this.connector.config
    const failure = toSmtpFailure(error, { host, port: smtpPort(this.connector.config) })
    const message = this.#masker.maskText(failure.message)
    this.#record.error = { code: failure.code, message, hint: failure.hint }
    return this.#outcome('connectorExecution', { error: { code: failure.code, message } })
  }

  #outcome(event: ConnectorOutcome['event'], value: Json): ConnectorOutcome {
    const [ok, record, missing, secrets] = [event === null, this.#record, [...this.#missing], this.#secrets]
    return { ok, event, value, record, missing, secrets, unsent: !this.#progress.mailBegun }
  }
}

const trustsAny = {
  code: 'insecure',
  message: 'The TLS certificate was not checked: whoever stands between could read and change everything.',
}

const sentOpen = {
  code: 'passwordInTheOpen',
  message: 'The password was sent without encryption: whoever stands between could read it.',
}

function rounded(ms: number): number {
  return Math.round(Math.max(ms, 0) * 100) / 100
}
