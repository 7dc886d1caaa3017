'use client'

import { CopyButton } from '@/components/ui/copy-button'
import { JsonView } from '@/components/ui/json-view'
import { BodyView, Nothing, Section } from './call-parts'
import type { ConnectorCallRecord } from './connector-record'
import { formatBytes, formatCount } from './format'

type Sql = NonNullable<ConnectorCallRecord['sql']>
type Mail = NonNullable<ConnectorCallRecord['smtp']>

/** What was sent to a server that is no web server: a statement or a mail. Null for a call of http. */
export function ServerRequest({ record }: { record: ConnectorCallRecord }) {
  if (record.sql) return <StatementView sql={record.sql} />
  return record.smtp ? <MailView mail={record.smtp} /> : null
}

/** What it answered. */
export function ServerAnswer({ record }: { record: ConnectorCallRecord }) {
  if (record.sql) return <RowsView sql={record.sql} />
  return record.smtp ? <DeliveryView mail={record.smtp} /> : null
}

/** One line about the answer: `3 rows`. */
export function describeAnswer({ sql, smtp }: ConnectorCallRecord): string | null {
  if (sql) return sql.rowCount === null ? null : `${formatCount(sql.rowCount, 'row')}${sql.truncated ? ', cut' : ''}`
  return smtp?.answer ? `sent to ${formatCount(smtp.accepted.length, 'address', 'addresses')}` : null
}

function StatementView({ sql }: { sql: Sql }) {
  return (
    <div className="grid min-w-0 gap-3">
      <Facts
        rows={[
          ['Database', `${sql.engine} · ${sql.server}`],
          ['Transaction', sql.readOnly ? 'read-only' : 'may change data'],
        ]}
      />
      <Section title="Statement" actions={<CopyButton value={sql.statement} label="Copy statement" size="icon-xs" />}>
        <pre className="whitespace-pre-wrap break-words rounded-lg border border-line bg-surface p-2.5 font-mono text-xs">
          {sql.statement}
        </pre>
      </Section>
      <Section title="Parameters" note={sql.parameters.length === 0 ? undefined : 'bound in order'}>
        {sql.parameters.length === 0 ? (
          <Nothing>No parameters.</Nothing>
        ) : (
          <JsonView value={sql.parameters} label="parameters" maxHeight={240} />
        )}
      </Section>
    </div>
  )
}

function RowsView({ sql }: { sql: Sql }) {
  if (sql.rowCount === null) return <Nothing>No answer came.</Nothing>
  return (
    <Section title="Rows" note={`${formatCount(sql.rowCount, 'row')}${sql.truncated ? ', there are more' : ''}`}>
      <BodyView
        body={sql.result?.body ?? null}
        label="rows"
        truncated={sql.result?.bodyTruncated ?? false}
        size={sql.result?.bodySize ?? null}
      />
    </Section>
  )
}

function MailView({ mail }: { mail: Mail }) {
  return (
    <div className="grid min-w-0 gap-3">
      <Facts
        rows={[
          ['Server', mail.server],
          ['From', mail.from],
          ['To', mail.to.join(', ')],
          ...(mail.cc.length > 0 ? [['Cc', mail.cc.join(', ')] as const] : []),
          ['Subject', mail.subject],
          ...(mail.size === null ? [] : [['Size', formatBytes(mail.size)] as const]),
        ]}
      />
      {mail.text ? <Part title="Text" part={mail.text} /> : null}
      {mail.html ? <Part title="HTML" part={mail.html} /> : null}
    </div>
  )
}

function Part({ title, part }: { title: string; part: NonNullable<Mail['text']> }) {
  return (
    <Section title={title} note={part.bodySize ? formatBytes(part.bodySize) : null}>
      <BodyView body={part.body} label={title} truncated={part.bodyTruncated} size={part.bodySize} />
    </Section>
  )
}

function DeliveryView({ mail }: { mail: Mail }) {
  if (!mail.answer) return <Nothing>The server took no mail.</Nothing>
  return (
    <Facts
      rows={[
        ['Answer', mail.answer],
        ['Message id', mail.messageId ?? ''],
        ['Accepted', mail.accepted.join(', ')],
        ...(mail.rejected.length > 0 ? [['Rejected', mail.rejected.join(', ')] as const] : []),
      ]}
    />
  )
}

function Facts({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-lg border border-line bg-surface p-2.5 text-xs">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-subtle">{name}</dt>
          <dd className="break-words font-mono">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
