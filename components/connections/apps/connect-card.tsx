'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import Link from 'next/link'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SelectField } from '@/components/form/select-field'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { Callout } from '@/components/ui/callout'
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from '@/components/ui/card'
import { missingSettings, type OAuthConfig } from '@/lib/outbound/apps/schema'
import { type BegunConnect, ConnectProgress } from './connect-progress'

export interface ConnectCardProps {
  projectId: string
  app: { id: string; name: string }
  /** As it is saved. */
  config: OAuthConfig
}

const connectSchema = z
  .object({ level: z.string(), user: z.string().trim(), tenant: z.string().trim() })
  .superRefine(({ level, user, tenant }, context) => {
    const need = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (level !== 'tenant' && user === '') need('user', 'Enter the login id or the user id of who connects.')
    if (level !== 'user' && tenant === '') need('tenant', 'Enter the id of a tenant.')
  })
type ConnectValues = z.output<typeof connectSchema>

/** Connects an account for a user or a tenant, as a flow or an application would. */
export function ConnectCard({ projectId, app, config }: ConnectCardProps) {
  const form = useForm<ConnectValues>({
    resolver: zodResolver(connectSchema),
    defaultValues: { level: 'user', user: '', tenant: '' },
  })
  const level = form.watch('level')
  const [begun, setBegun] = useState<BegunConnect | null>(null)
  const missing = Object.values(missingSettings(config))

  async function connect({ user, tenant }: ConnectValues) {
    form.clearErrors('root')
    setBegun(null)
    // Opened while the press lasts: a window that comes after an answer is one that browsers block.
    const opened = window.open('', '_blank', 'popup,width=560,height=760')
    try {
      const { connectId, url } = await fetchJson<{ connectId: string; url: string }>(
        projectPath(projectId, 'connections', app.id, 'connect'),
        { body: { level, user, tenant }, timeoutSeconds: 40 },
      )
      if (opened) opened.location.href = url
      setBegun({ connectId, url, opened })
    } catch (error) {
      opened?.close()
      const { message, fields } = asApiError(error)
      applyActionError(form, { message, fields: { ...fields } })
    }
  }

  return (
    <Card>
      <CardHeader>
        <CardTitle>Connect</CardTitle>
        <CardDescription>
          Try the saved settings: sign in at the provider for a user or a tenant. The token that comes back is kept.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        {missing.length > 0 ? (
          <Callout tone="warning" title="Settings are missing">
            {missing.join(' ')}
          </Callout>
        ) : (
          <Form form={form} onSubmit={connect}>
            <ErrorSummary />
            <SelectField<ConnectValues>
              name="level"
              label="For"
              options={[
                { value: 'user', label: 'A user' },
                { value: 'userTenant', label: 'A user in a tenant' },
                { value: 'tenant', label: 'A tenant' },
              ]}
            />
            {level === 'tenant' ? null : (
              <TextField<ConnectValues>
                name="user"
                label="User"
                required
                autoComplete="off"
                spellCheck={false}
                placeholder="ada@example.com"
                description={
                  <>
                    A login id or user id, from <PeopleLink projectId={projectId} segment="users" />.
                  </>
                }
              />
            )}
            {level === 'user' ? null : (
              <TextField<ConnectValues>
                name="tenant"
                label="Tenant ID"
                required
                autoComplete="off"
                spellCheck={false}
                placeholder="T2…"
                description={
                  <>
                    From <PeopleLink projectId={projectId} segment="tenants" />.
                  </>
                }
              />
            )}
            <div>
              <SubmitButton variant="secondary">Connect</SubmitButton>
            </div>
          </Form>
        )}
        {begun ? <ConnectProgress key={begun.connectId} projectId={projectId} appId={app.id} begun={begun} /> : null}
      </CardContent>
    </Card>
  )
}

function PeopleLink({ projectId, segment }: { projectId: string; segment: 'users' | 'tenants' }) {
  return (
    <Link href={`/p/${projectId}/${segment}`} className="underline underline-offset-2">
      {segment === 'users' ? 'Users' : 'Tenants'}
    </Link>
  )
}
