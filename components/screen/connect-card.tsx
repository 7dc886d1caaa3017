import type { PendingConnect } from '@/lib/runner/types'
import './screen.css'
import { AppLogo } from './screen-content'
import type { ConnectStage } from './use-connect'

export interface ConnectCardProps {
  connect: PendingConnect
  stage: ConnectStage
  busy: boolean
  disabled?: boolean
  /** The card is the whole page. */
  isPage?: boolean
  onConnect: () => void
  onCancel: () => void
  onFocus: () => void
}

/** What a page shows while an execution waits for an account to be connected. */
export function ConnectCard({
  connect,
  stage,
  busy,
  disabled,
  isPage,
  onConnect,
  onCancel,
  onFocus,
}: ConnectCardProps) {
  const { app } = connect
  const Heading = isPage ? 'h1' : 'h2'
  const open = stage === 'open'
  return (
    <div className="screen">
      <div className="screen-body">
        <div className="screen-app">
          <AppLogo app={app} large />
        </div>
        <Heading className="screen-heading screen-centered">Connect {app.name}</Heading>
        <p className="screen-text screen-centered" role="status">
          {explain(stage, app.name)}
        </p>
        {open ? (
          <button type="button" className="screen-button" onClick={onFocus}>
            <span aria-hidden className="screen-spinner" />
            Show the window
          </button>
        ) : (
          <button
            type="button"
            className="screen-button screen-button-primary"
            disabled={disabled}
            aria-disabled={busy || undefined}
            onClick={onConnect}
          >
            {busy ? <span aria-hidden className="screen-spinner" /> : null}
            {stage === 'ready' ? `Connect ${app.name}` : 'Try again'}
          </button>
        )}
        <button
          type="button"
          className="screen-button"
          disabled={disabled}
          aria-disabled={busy || undefined}
          onClick={onCancel}
        >
          Cancel
        </button>
      </div>
    </div>
  )
}

function explain(stage: ConnectStage, name: string): string {
  switch (stage) {
    case 'ready':
      return `You sign in at ${name} and allow access there. Then it goes on here by itself.`
    case 'open':
      return `Go on in the window of ${name}. When you have allowed access, it goes on here by itself.`
    case 'closed':
      return `The window of ${name} was closed before the connection was made. You can try again, or cancel.`
    case 'blocked':
      return `Your browser has blocked the window of ${name}. Allow windows of this site, and try again.`
  }
}
