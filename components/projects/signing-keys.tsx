'use client'

import { RefreshCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { removeSigningKey, rotateSigningKey } from '@/lib/identity/signing-keys/actions'
import type { SigningKeyView } from '@/lib/identity/signing-keys/schema'
import type { ActionResult } from '@/lib/result'

type Asked = { type: 'rotate' } | { type: 'atOnce' } | { type: 'remove'; keyId: string }

/** The published signing keys of a project: which signs, which comes next, which stay for the tokens they signed. */
export function SigningKeys({ projectId, keys }: { projectId: string; keys: readonly SigningKeyView[] }) {
  const router = useRouter()
  const [asked, setAsked] = useState<Asked | null>(null)
  const waiting = keys.some(({ state }) => state === 'next')

  function show<T>(result: ActionResult<T>, done: string): boolean {
    if (result.ok) toast.success(done)
    else toast.error(result.message)
    router.refresh()
    return result.ok
  }

  async function confirm(what: Asked): Promise<boolean> {
    if (what.type === 'remove') {
      return show(
        await removeSigningKey({ projectId, keyId: what.keyId }),
        'The key was removed. Its tokens are refused.',
      )
    }
    const atOnce = what.type === 'atOnce'
    const done = atOnce ? 'The new key signs now.' : 'The next key is published. It signs in 15 minutes.'
    return show(await rotateSigningKey({ projectId, atOnce }), done)
  }

  return (
    <div className="border-line border-t px-5 py-4">
      <div className="flex flex-wrap items-center justify-between gap-3 pb-3">
        <h3 className="font-medium text-sm">Signing keys</h3>
        <span className="flex flex-wrap gap-2">
          {waiting ? null : (
            <Button size="sm" onClick={() => setAsked({ type: 'rotate' })}>
              <RefreshCw aria-hidden /> Rotate now…
            </Button>
          )}
          <Button size="sm" variant="danger-ghost" onClick={() => setAsked({ type: 'atOnce' })}>
            Replace at once…
          </Button>
        </span>
      </div>
      {keys.length === 0 ? (
        <p className="text-muted text-sm">The first sign-in makes the first key.</p>
      ) : (
        <Table label="Signing keys">
          <TableHeader>
            <TableRow>
              <TableHead>Key id</TableHead>
              <TableHead>Algorithm</TableHead>
              <TableHead>State</TableHead>
              <TableHead>Signs</TableHead>
              <TableHead className="w-20">
                <span className="sr-only">Actions</span>
              </TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {keys.map((key) => (
              <KeyRow key={key.id} signingKey={key} onRemove={() => setAsked({ type: 'remove', keyId: key.id })} />
            ))}
          </TableBody>
        </Table>
      )}
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setAsked(null))}
          {...dialogs[asked.type]}
          onConfirm={() => confirm(asked)}
        />
      ) : null}
    </div>
  )
}

const dialogs = {
  rotate: {
    title: 'Rotate the signing key?',
    description:
      'The next key is published now and signs in 15 minutes, when every verifier has seen it. The present one stays published until its last token has lapsed: nobody is signed out.',
    confirmLabel: 'Publish the next key',
  },
  atOnce: {
    title: 'Replace the signing key at once?',
    description:
      'For when the present key may be known to others. A new one signs from now on; verifiers that keep the public keys may refuse its tokens for some minutes. Then remove the old key, so that its tokens are refused too.',
    confirmLabel: 'Replace at once',
  },
  remove: {
    title: 'Remove this signing key?',
    description:
      'Every token that it signed is refused from now on: those users have to sign in again. This cannot be undone.',
    confirmLabel: 'Remove key',
  },
} as const

const states = {
  active: <Badge tone="success">Signs</Badge>,
  next: <Badge tone="info">Next</Badge>,
  retired: <Badge>Retired</Badge>,
} as const

function KeyRow({ signingKey: key, onRemove }: { signingKey: SigningKeyView; onRemove: () => void }) {
  return (
    <TableRow>
      <TableCell className="font-mono text-xs">{key.id}</TableCell>
      <TableCell>{key.algorithm}</TableCell>
      <TableCell>{states[key.state]}</TableCell>
      <TableCell className="whitespace-nowrap text-muted">
        <When signingKey={key} />
      </TableCell>
      <TableCell className="text-right">
        {key.state === 'retired' ? (
          <Button size="sm" variant="danger-ghost" onClick={onRemove}>
            Remove<span className="sr-only"> {key.id}</span>
          </Button>
        ) : null}
      </TableCell>
    </TableRow>
  )
}

function When({ signingKey: { state, signsFrom, retiredAt, publishUntil } }: { signingKey: SigningKeyView }) {
  if (state === 'retired' && publishUntil) {
    return (
      <>
        published until <RelativeTime value={publishUntil} />
      </>
    )
  }
  return (
    <>
      from <RelativeTime value={signsFrom} />
      {retiredAt ? (
        <>
          {' '}
          until <RelativeTime value={retiredAt} />
        </>
      ) : null}
    </>
  )
}
