'use client'

import { Badge } from '@/components/ui/badge'
import { CopyButton } from '@/components/ui/copy-button'
import { BodyView, HeaderList, headersText, Nothing, Scroll, Section } from './call-parts'
import type { CallRequest, CallResponse, ConnectorCallRecord } from './connector-record'
import { CurlButton } from './curl-button'
import { formatBytes } from './format'
import { type StringToSign, toStringsToSign } from './string-to-sign'

/** What was sent, what its signatures were made over, and the command that sends it again. */
export function RequestView({ request, record }: { request: CallRequest; record: ConnectorCallRecord }) {
  const signed = record.signed ?? []
  return (
    <div className="grid min-w-0 gap-3">
      <div className="flex min-w-0 items-start gap-2 rounded-lg border border-line bg-surface p-2">
        <Badge tone="accent" className="mt-px font-mono">
          {request.method}
        </Badge>
        <code className="min-w-0 flex-1 break-all font-mono text-xs leading-5">{request.url}</code>
        <CopyButton value={request.url} label="Copy URL" size="icon-xs" />
      </div>
      <Section
        title="Request headers"
        actions={<CopyButton value={() => headersText(request.headers)} label="Copy request headers" size="icon-xs" />}
      >
        <HeaderList headers={request.headers} label="Request headers" />
      </Section>
      <Section title="Request body" note={sizeNote(request)}>
        <BodyView body={request.body} label="request body" truncated={request.bodyTruncated} size={request.bodySize} />
      </Section>
      {toStringsToSign(request, signed).map(({ title, text, cut }) => (
        <StringToSignView key={title} title={title} text={text} cut={cut} />
      ))}
      <CurlButton
        request={request}
        signed={signed}
        insecure={record.warnings?.some(({ code }) => code === 'anyCertificate') ?? false}
      />
    </div>
  )
}

function StringToSignView({ title, text, cut }: StringToSign) {
  return (
    <Section
      title={title}
      note={cut ? 'only the beginning was kept' : null}
      actions={<CopyButton value={text} label="Copy what is signed" size="icon-xs" />}
    >
      {text === '' ? (
        <Nothing>The empty text: there is no body.</Nothing>
      ) : (
        <Scroll label={title} className="max-h-48 rounded-lg border border-line bg-surface">
          <pre className="whitespace-pre-wrap break-words p-2.5 font-mono text-xs">{text}</pre>
        </Scroll>
      )}
    </Section>
  )
}

/** What came back. */
export function ResponseView({ response }: { response: CallResponse }) {
  return (
    <div className="grid min-w-0 gap-3">
      <Section title="Response body" note={sizeNote(response)}>
        <BodyView
          body={response.body}
          label="response body"
          truncated={response.bodyTruncated}
          size={response.bodySize}
        />
      </Section>
      <Section
        title="Response headers"
        actions={
          <CopyButton value={() => headersText(response.headers)} label="Copy response headers" size="icon-xs" />
        }
      >
        <HeaderList headers={response.headers} label="Response headers" />
      </Section>
    </div>
  )
}

export function StatusCode({ status }: { status: number }) {
  const tone = status < 300 ? 'success' : status < 400 ? 'warning' : 'danger'
  return <Badge tone={tone}>{status}</Badge>
}

function sizeNote({ bodySize }: { bodySize: number | null }): string | null {
  return bodySize ? formatBytes(bodySize) : null
}
