import { type ReactNode, useEffect, useRef } from 'react'
import { ConnectCard } from '@/components/screen/connect-card'
import { ScreenLogo } from '@/components/screen/screen-content'
import { ScreenForm } from '@/components/screen/screen-form'
import type { HostedBoot } from '@/lib/api/hosted/page'
import { useFlow } from './use-flow'

/** A flow as an end user meets it. */
export function HostedFlow({ boot }: { boot: HostedBoot }) {
  const { phase, submit, connecting, startAgain, tryAgain, goOn } = useFlow(boot)
  const card = useRef<HTMLDivElement>(null)
  const screenId = phase.type === 'screen' || phase.type === 'connect' ? phase.reply.stepId : phase.type
  const first = useRef(true)

  // A screen reader hears of the next screen; the page's first needs no such help.
  useEffect(() => {
    if (phase.type === 'loading' || screenId === '') return
    if (first.current) first.current = false
    else card.current?.focus()
  }, [phase.type, screenId])

  switch (phase.type) {
    case 'loading':
      return <Waiting text="Loading…" />
    case 'leaving':
      return <Waiting text="One moment, you are being sent on…" />
    case 'screen': {
      const { view } = phase.reply.screen
      return (
        <div ref={card} tabIndex={-1} className="hosted-card">
          <ScreenLogo logo={boot.logo} alt={boot.logoAlt} />
          {view?.components.some(({ type }) => type === 'heading') ? null : (
            <h1 className="hosted-unseen">{boot.flowName}</h1>
          )}
          {phase.notice ? (
            <p role="alert" className="hosted-alert">
              {phase.notice}
            </p>
          ) : null}
          {view ? (
            <ScreenForm key={phase.reply.stepId} view={view} busy={phase.busy} autoFill isPage onSubmit={submit} />
          ) : null}
        </div>
      )
    }
    case 'connect':
      return (
        <div ref={card} tabIndex={-1} className="hosted-card">
          <ScreenLogo logo={boot.logo} alt={boot.logoAlt} />
          {phase.notice ? (
            <p role="alert" className="hosted-alert">
              {phase.notice}
            </p>
          ) : null}
          {phase.reply.connect ? (
            <ConnectCard
              connect={phase.reply.connect}
              stage={connecting.stage}
              busy={connecting.busy}
              isPage
              onConnect={connecting.connect}
              onCancel={connecting.cancel}
              onFocus={connecting.focus}
            />
          ) : null}
        </div>
      )
    case 'working':
      return <Waiting text="Still working on it. You can leave this page open…" />
    case 'slow':
      return (
        <Message
          title="This takes longer than usual"
          text={
            phase.unreachable
              ? 'There is no connection just now. What you have sent has arrived, and you need not begin again.'
              : 'It is still being worked on. What you have sent has arrived, and you need not begin again.'
          }
        >
          <button type="button" className="hosted-button" onClick={tryAgain}>
            Look again
          </button>
        </Message>
      )
    case 'done':
      return (
        <Message title="You are done" text={goOn ? 'You can go back to the application.' : 'You can close this page.'}>
          {goOn ? (
            <button type="button" className="hosted-button" onClick={() => goOn(phase.reply)}>
              Continue
            </button>
          ) : null}
          <button type="button" className="hosted-link" onClick={startAgain}>
            Begin again
          </button>
        </Message>
      )
    case 'failed': {
      const { error, executionId } = phase.reply
      const reference = `${error?.code ?? phase.reply.status} · ${executionId.split('|').at(-1)}`
      return (
        <Message
          title="This could not be completed"
          text="Please try again. If it goes on, tell whoever runs this page, with this reference:"
        >
          <p className="hosted-reference">{reference}</p>
          <button type="button" className="hosted-button" onClick={startAgain}>
            Try again
          </button>
          {goOn ? (
            <button type="button" className="hosted-link" onClick={() => goOn(phase.reply)}>
              Back to the application
            </button>
          ) : null}
        </Message>
      )
    }
    case 'stopped':
      return (
        <Message title={phase.title} text={phase.text}>
          {phase.mayRetry ? (
            <button type="button" className="hosted-button" onClick={tryAgain}>
              Try again
            </button>
          ) : null}
          {phase.mayBegin ? (
            <button type="button" className={phase.mayRetry ? 'hosted-link' : 'hosted-button'} onClick={startAgain}>
              Begin again
            </button>
          ) : null}
        </Message>
      )
  }
}

function Waiting({ text }: { text: string }) {
  return (
    <p className="hosted-wait" role="status">
      <span aria-hidden className="hosted-spinner" />
      {text}
    </p>
  )
}

function Message({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="hosted-card" role="status">
      <h1 className="hosted-title">{title}</h1>
      <p className="hosted-text">{text}</p>
      {children}
    </div>
  )
}
