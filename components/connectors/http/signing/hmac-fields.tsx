'use client'

import { useWatch } from 'react-hook-form'
import { Editable } from '@/components/form/editable'
import { SecretField } from '@/components/form/secret-field'
import type { SigningFieldsProps } from './signing-fields'
import { type SigningValues, signsByHmac } from './signing-values'
import { VerifierCode } from './verifier-code'

/** The secret of x-descope-webhook-s256, with what the receiver needs to check it. */
export function HmacFields({ stored, keptNote }: SigningFieldsProps) {
  const hmacSecret = useWatch<SigningValues, 'hmacSecret'>({ name: 'hmacSecret' })
  return (
    <div className="grid gap-3">
      <Editable>
        <SecretField<SigningValues>
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
      </Editable>
      {signsByHmac(hmacSecret, stored) ? <VerifierCode /> : null}
    </div>
  )
}
