'use client'

import { LogIn, RotateCw } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { asApiError } from './fetch-json'

export interface RequestErrorProps {
  error: unknown
  /** What did not work: “The executions could not be loaded”. */
  title: string
  onRetry?: (() => void) | undefined
}

/** A failed call, with what to do next. After a lost session the page stays as it is: sign-in opens in another tab. */
export function RequestError({ error, title, onRetry }: RequestErrorProps) {
  const { code, message } = asApiError(error)
  const actions = (
    <>
      {code === 'signedOut' ? (
        <Button asChild size="sm">
          <a href="/sign-in" target="_blank" rel="noreferrer">
            <LogIn aria-hidden /> Sign in
          </a>
        </Button>
      ) : null}
      {onRetry ? (
        <Button size="sm" onClick={onRetry}>
          <RotateCw aria-hidden /> Try again
        </Button>
      ) : null}
    </>
  )
  return (
    <Callout role="alert" tone="danger" title={title} actions={code === 'signedOut' || onRetry ? actions : undefined}>
      {message}
    </Callout>
  )
}
