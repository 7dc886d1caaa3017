'use client'

import { type Control, useWatch } from 'react-hook-form'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { CopyButton } from '@/components/ui/copy-button'
import type { AppTemplate } from '@/lib/outbound/apps/templates/template'
import type { AppValues } from './app-values'

export interface CallbackCardProps {
  control: Control<AppValues>
  /** By Patchbay's own address. */
  callbackUrl: string
  template: AppTemplate | null
}

/** What to register at the provider, and where. */
export function CallbackCard({ control, callbackUrl, template }: CallbackCardProps) {
  const domain = useWatch({ control, name: 'callbackDomain' }).trim()
  const url = domain === '' ? callbackUrl : `https://${domain}${new URL(callbackUrl).pathname}`
  return (
    <Card>
      <CardHeader>
        <CardTitle>At the provider</CardTitle>
        <CardDescription>Register this callback URL, also called redirect URI, for the client.</CardDescription>
      </CardHeader>
      <CardContent className="grid gap-3">
        <div className="flex items-start gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-2.5">
          <code className="min-w-0 flex-1 break-all py-1 font-mono text-xs">{url}</code>
          <CopyButton value={url} label="Copy the callback URL" />
        </div>
        {template?.note ? <p className="text-pretty text-muted text-sm">{template.note}</p> : null}
        {template ? (
          <p className="text-sm">
            <a
              href={template.registerUrl}
              target="_blank"
              rel="noreferrer"
              className="rounded-sm text-accent-fg underline-offset-2 hover:underline"
            >
              Register a client at {template.name}
              <span className="sr-only"> (opens in a new tab)</span>
            </a>
          </p>
        ) : null}
      </CardContent>
    </Card>
  )
}
