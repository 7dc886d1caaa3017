'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useState } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { toast } from 'sonner'
import { z } from 'zod'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SecretField } from '@/components/form/secret-field'
import { SelectField } from '@/components/form/select-field'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogHeader,
  DialogTitle,
} from '@/components/ui/dialog'
import { Input } from '@/components/ui/input'
import { apiKeySchema, askedOwnerSchema } from '@/lib/outbound/tokens/asked/schema'
import { TOKEN_LEVELS } from '@/lib/outbound/tokens/list/schema'
import { type levelLabels, ownerText } from './token-labels'
import type { AppChoice, AskedToken, TokenPlace } from './token-place'

export interface ConnectDialogProps {
  projectId: string
  /** Connections to choose from, where the place names none. */
  apps: readonly AppChoice[]
  place: TokenPlace
  /** In whose place the new one comes; null: for an owner who is named. */
  token: AskedToken | null
  onStored: () => void
  onClose: () => void
}

const TITLES = { link: 'Connect link', key: 'Store an API key' } as const

/** A link for a person to connect by, or the upload of an API key, as the connection wants it. */
export function ConnectDialog({ projectId, apps, place, token, onStored, onClose }: ConnectDialogProps) {
  const [url, setUrl] = useState('')

  function close() {
    // The link may have been used by now.
    if (url !== '') onStored()
    onClose()
  }

  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : close())}>
      {/* What was typed is not lost by a press beside the dialog. */}
      <DialogContent size="sm" onInteractOutside={(event) => event.preventDefault()}>
        {url === '' ? (
          <ConnectForm {...{ projectId, apps, place, token, onStored, onClose }} onLink={setUrl} />
        ) : (
          <LinkStep url={url} />
        )}
      </DialogContent>
    </Dialog>
  )
}

function ConnectForm(props: ConnectDialogProps & { onLink: (url: string) => void }) {
  const { projectId, place, token, onStored, onClose, onLink } = props
  const apps = token ? [token.app] : place.of === 'app' ? [place.app] : props.apps
  const schema = formSchema(apps, token)
  const form = useForm<z.input<typeof schema>, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: {
      appId: apps.length === 1 ? (apps[0]?.id ?? '') : '',
      level: token?.level ?? (place.of === 'tenant' ? 'tenant' : 'user'),
      user: token?.user?.id ?? (place.of === 'user' ? place.user.id : ''),
      tenantId: token?.tenant?.id ?? (place.of === 'tenant' ? place.tenant.id : ''),
      apiKey: '',
    },
  })
  const [appId, level] = useWatch({ control: form.control, name: ['appId', 'level'] })
  const isKey = apps.find(({ id }) => id === appId)?.type === 'apiKey'
  const levels = TOKEN_LEVELS.filter((each) => place.of === 'app' || each === 'userTenant' || each === place.of)

  async function submit({ apiKey, ...owner }: z.output<typeof schema>) {
    const slot = token ? { tokenId: token.id } : owner
    try {
      if (isKey) {
        await fetchJson(projectPath(projectId, 'outbound-tokens', 'api-keys'), { body: { ...slot, apiKey } })
        toast.success('The API key is stored.')
        onStored()
        onClose()
      } else {
        const path = projectPath(projectId, 'outbound-tokens', 'connect-links')
        onLink((await fetchJson<{ url: string }>(path, { body: slot })).url)
      }
    } catch (error) {
      const { message, fields } = asApiError(error)
      // What is not asked for here has no field to show it at.
      const given: readonly string[] = token ? ['user', 'tenantId'] : [place.of, `${place.of}Id`]
      applyActionError(form, {
        message,
        fields: Object.fromEntries(Object.entries(fields).filter(([path]) => !given.includes(path))),
      })
    }
  }

  return (
    <Form form={form} onSubmit={submit} className="min-h-0 gap-0">
      <DialogHeader>
        <DialogTitle>{appId === '' ? 'Connect' : isKey ? TITLES.key : TITLES.link}</DialogTitle>
        <DialogDescription>
          {token ? `For ${ownerText(token)}, ${token.app.name}. ` : null}
          {appId === ''
            ? 'Choose what to connect.'
            : isKey
              ? 'It is kept sealed; a key that is there already is replaced.'
              : 'Makes a link to hand to the person who has the account at the provider.'}
        </DialogDescription>
      </DialogHeader>
      <DialogBody className="grid gap-4">
        <ErrorSummary />
        {token || place.of === 'app' ? null : (
          <SelectField
            name="appId"
            label="Connection"
            required
            options={apps.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {token ? null : (
          <SelectField
            name="level"
            label="Belongs to"
            options={levels.map((value) => ({ value, label: LEVEL_WORDS[value] }))}
            description="The three levels are kept apart: a token of one is never used for another."
          />
        )}
        {token || level === 'tenant' || place.of === 'user' ? null : (
          <TextField
            name="user"
            label="User"
            required
            description="A login id, such as an e-mail address, or a user id."
          />
        )}
        {token || level === 'user' || place.of === 'tenant' ? null : (
          <TextField name="tenantId" label="Tenant id" required />
        )}
        {isKey ? <SecretField name="apiKey" label="API key" required stored={false} /> : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <SubmitButton>{isKey ? 'Store API key' : 'Make link'}</SubmitButton>
      </DialogFooter>
    </Form>
  )
}

const LEVEL_WORDS = { user: 'A user', userTenant: 'A user in a tenant', tenant: 'A tenant' } satisfies Record<
  keyof typeof levelLabels,
  string
>

/** The key is asked for where the chosen connection holds keys. */
function formSchema(apps: readonly AppChoice[], token: AskedToken | null) {
  const isKey = (appId: string) => apps.some(({ id, type }) => id === appId && type === 'apiKey')
  return askedOwnerSchema.safeExtend({ apiKey: z.string() }).superRefine(({ appId, apiKey }, context) => {
    const type = token?.app.type === 'apiKey' || isKey(appId)
    const problem = type ? apiKeySchema.safeParse(apiKey).error?.issues[0] : undefined
    if (problem) context.addIssue({ code: 'custom', path: ['apiKey'], message: problem.message })
  })
}

function LinkStep({ url }: { url: string }) {
  return (
    <>
      <DialogHeader>
        <DialogTitle>Hand over this link</DialogTitle>
        <DialogDescription>
          Whoever opens it connects their account at the provider. It works once, within 10 minutes, and is not shown
          again.
        </DialogDescription>
      </DialogHeader>
      <DialogBody>
        <div className="flex gap-2">
          <Input
            readOnly
            autoFocus
            aria-label="Connect link"
            value={url}
            className="font-mono text-xs"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton value={url} label="Copy link" showLabel variant="primary" />
        </div>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Close</Button>
        </DialogClose>
      </DialogFooter>
    </>
  )
}
