'use client'

import { EyeOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Callout } from '@/components/ui/callout'
import { JsonView } from '@/components/ui/json-view'
import type { RunnerMessage } from '@/lib/engine/message'
import { ActionDetails } from './action-details'
import { AsyncCallDetails, QueuedDetails } from './async-call-details'
import { Nothing, Section } from './call-parts'
import { ConditionDetails } from './condition-details'
import { ConnectorDetails } from './connector-details'
import { ContextDetails } from './context-details'
import { ExchangeDetails } from './exchange-details'
import { ScriptDetails } from './script-details'
import { SubflowDetails } from './subflow-details'

export interface MessageDetailsProps {
  message: RunnerMessage
  /** All messages of the execution, for the context. */
  messages: readonly RunnerMessage[]
}

/** Everything that a message tells. */
export function MessageDetails({ message, messages }: MessageDetailsProps) {
  const context = (
    <Section title="Context">
      <ContextDetails message={message} messages={messages} />
    </Section>
  )
  switch (message.type) {
    case 'connector':
      return <ConnectorDetails message={message} messages={messages} />
    case 'action':
      return (
        <Stack>
          <ActionDetails message={message} />
          {context}
        </Stack>
      )
    case 'script':
      return (
        <Stack>
          <ScriptDetails message={message} />
          {context}
        </Stack>
      )
    case 'subflowStarted':
      return (
        <Section title={`Context of ${message.flowName}`}>
          <JsonView value={message.context} label="context of the subflow" />
        </Section>
      )
    case 'subflowEnded':
      return (
        <Stack>
          <SubflowDetails message={message} />
          {context}
        </Stack>
      )
    case 'exchange':
      return <ExchangeDetails record={message.record} />
    case 'queued':
      return <QueuedDetails message={message} messages={messages} />
    case 'asyncCall':
      return <AsyncCallDetails message={message} />
    case 'condition':
      return (
        <Stack>
          <ConditionDetails message={message} />
          {context}
        </Stack>
      )
    case 'started':
      return (
        <Section title="Context at the start">
          <JsonView value={message.context} label="context at the start" />
        </Section>
      )
    case 'screen':
      return <ScreenDetails message={message} />
    case 'connecting':
      return <ConnectingDetails message={message} />
    case 'submitted':
      return (
        <Stack>
          <Submitted message={message} />
          {context}
        </Stack>
      )
    case 'passed':
      return message.move.to === null ? (
        <Nothing>The port {message.move.port} leads nowhere. Connect it to a step.</Nothing>
      ) : (
        context
      )
    case 'warning':
      return (
        <Callout tone="warning" title={`{{${message.source}}} had no value`}>
          {message.text}
          <p className="mt-1">
            Check the path, or make sure that an earlier step gives it a value. Empty text was used.
          </p>
        </Callout>
      )
    case 'completed':
      return (
        <Section title="Outputs">
          {Object.keys(message.outputs).length > 0 ? (
            <JsonView value={message.outputs} label="outputs" />
          ) : (
            <Nothing>The end step has no outputs. Add some in its settings to give the caller values.</Nothing>
          )}
        </Section>
      )
    case 'failed':
      return (
        <Callout tone="danger" title={message.error.description}>
          {message.error.message}
          <p className="mt-1 text-xs">
            <code className="font-mono">{message.error.code}</code>
            {message.error.stepName ? ` · at ${message.error.stepName}` : ''}
          </p>
        </Callout>
      )
    case 'cancelled':
      return <Callout tone="warning">{message.text || 'The execution was cancelled.'}</Callout>
  }
}

function ScreenDetails({ message }: { message: Extract<RunnerMessage, { type: 'screen' }> }) {
  const fields = Object.entries(message.fieldErrors ?? {})
  if (!message.error && fields.length === 0)
    return <Nothing>The screen was shown and waited for its submission.</Nothing>
  return (
    <Stack>
      {message.error ? (
        <Callout tone="warning" title="Error shown on the screen">
          {message.error}
        </Callout>
      ) : null}
      {fields.length > 0 ? (
        <Section title="Field errors">
          <dl className="divide-y divide-line rounded-lg border border-line bg-surface text-xs">
            {fields.map(([name, text]) => (
              <div key={name} className="flex gap-3 px-2.5 py-1.5">
                <dt className="shrink-0 font-mono text-muted">{name}</dt>
                <dd className="min-w-0 break-words text-danger">{text}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ) : null}
    </Stack>
  )
}

function ConnectingDetails({ message }: { message: Extract<RunnerMessage, { type: 'connecting' }> }) {
  const { app, owner, scopes, expiresAt } = message
  const rows = {
    App: `${app.name} (${app.id})`,
    For: owner === 'tenant' ? 'the tenant' : 'the user',
    Scopes: scopes.length === 0 ? 'the app\u2019s own' : scopes.join(' '),
    Until: new Date(expiresAt).toLocaleTimeString('en-GB'),
  }
  return (
    <Section title="Waits for a connection">
      <dl className="divide-y divide-line rounded-lg border border-line bg-surface text-xs">
        {Object.entries(rows).map(([name, text]) => (
          <div key={name} className="flex gap-3 px-2.5 py-1.5">
            <dt className="w-16 shrink-0 text-muted">{name}</dt>
            <dd className="min-w-0 break-words">{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Submitted({ message }: { message: Extract<RunnerMessage, { type: 'submitted' }> }) {
  const secrets = Object.fromEntries(message.secretFields.map((name) => [name, '••••']))
  const values = { ...message.values, ...secrets }
  return (
    <Section title="Submitted values" note={`by the button ${message.interactionId}`}>
      {Object.keys(values).length > 0 ? (
        <JsonView value={values} label="submitted values" />
      ) : (
        <Nothing>The screen has no inputs.</Nothing>
      )}
      {message.secretFields.length > 0 ? (
        <p className="mt-1.5 flex items-center gap-1.5 text-subtle text-xs">
          <EyeOff aria-hidden className="size-3.5 shrink-0" />
          •••• stands for a secret field: it never enters the context or a message.
        </p>
      ) : null}
    </Section>
  )
}

function Stack({ children }: { children: ReactNode }) {
  return <div className="grid min-w-0 gap-3">{children}</div>
}
