'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { SecretField } from '@/components/form/secret-field'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import type { ConnectorValues } from '../http/connector-values'
import { VerifierCode } from './verifier-code'

interface SigningFieldsProps {
  /** The paths of the secrets that the server has. */
  stored: readonly string[]
  /** Said below a stored secret that cannot stay. */
  keptNote: string | null
}

/** How requests are signed, so that the third party can tell that they come from here unchanged. */
export function SigningFields({ stored, keptNote }: SigningFieldsProps) {
  const { formState } = useFormContext<ConnectorValues>()
  const hmacSecret = useWatch<ConnectorValues, 'hmacSecret'>({ name: 'hmacSecret' })
  const signsByHmac = typeof hmacSecret === 'string' || (stored.includes('hmacSecret') && hmacSecret === null)
  const [opened, setOpened] = useState(stored.includes('hmacSecret'))
  // A message must not hide in a closed part.
  const open = opened || Boolean(formState.errors.hmacSecret)
  return (
    <div className="border-line border-t pt-3">
      <Button
        variant="ghost"
        size="sm"
        className="-ml-2"
        aria-expanded={open}
        aria-controls="connector-signing"
        onClick={() => setOpened(!open)}
      >
        <ChevronRight aria-hidden className={cn('transition-transform', open && 'rotate-90')} /> Signing
      </Button>
      <div id="connector-signing" hidden={!open} className="mt-3 grid gap-5">
        <SecretField<ConnectorValues>
          name="hmacSecret"
          label="HMAC Secret"
          optional
          removable
          stored={stored.includes('hmacSecret')}
          keptNote={keptNote}
          description={
            <>
              Each request carries <code className="font-mono">x-descope-webhook-s256</code>, the base64 of an
              HMAC-SHA256. Who knows the secret can tell by it that the request comes from here, unchanged.
            </>
          }
        />
        {signsByHmac ? <VerifierCode /> : null}
      </div>
    </div>
  )
}
