'use client'

import { useWatch } from 'react-hook-form'
import { SecretField } from '@/components/form/secret-field'
import { SelectField } from '@/components/form/select-field'
import { TextField } from '@/components/form/text-field'
import { SwitchField } from '@/components/form/toggle-field'
import { signatureAlgorithms } from '@/lib/connectors/http/signing/algorithms'
import { DEFAULT_COMPONENTS } from '@/lib/connectors/http/signing/message-components'
import { DEFAULT_SIGNATURE_TTL_SECONDS } from '@/lib/connectors/http/signing/schema'
import type { SigningFieldsProps } from './signing-fields'
import type { SigningValues } from './signing-values'

const algorithms = signatureAlgorithms.map((value) => ({ value, label: value }))

/** HTTP Message Signatures (RFC 9421). */
export function MessageSignatureFields({ stored, keptNote }: SigningFieldsProps) {
  const enabled = useWatch<SigningValues, 'rfc9421SigningEnabled'>({ name: 'rfc9421SigningEnabled' })
  const algorithm = useWatch<SigningValues, 'rfc9421Algorithm'>({ name: 'rfc9421Algorithm' })
  const isShared = algorithm === 'hmac-sha256'
  return (
    <div className="grid gap-4">
      <SwitchField<SigningValues>
        name="rfc9421SigningEnabled"
        label="HTTP Message Signatures"
        description={
          <>
            RFC 9421. Each request carries <code className="font-mono">Signature</code> and{' '}
            <code className="font-mono">Signature-Input</code>, which any receiver with your public key can check.
          </>
        }
      />
      {enabled ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField<SigningValues> name="rfc9421Algorithm" label="Algorithm" options={algorithms} />
          <TextField<SigningValues>
            name="rfc9421KeyId"
            label="Key id"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="patchbay-2026"
            inputClassName="font-mono text-xs"
            description="Under which the receiver has the key."
          />
          <SecretField<SigningValues>
            name="rfc9421PrivateKey"
            label={isShared ? 'Shared key' : 'Private key'}
            required
            multiline
            stored={stored.includes('rfc9421PrivateKey')}
            keptNote={keptNote}
            className="sm:col-span-2"
            placeholder={isShared ? undefined : '-----BEGIN PRIVATE KEY-----'}
            description={
              isShared
                ? 'Text, or a JWK of type oct for bytes that are no text. Sealed when you save and never shown again.'
                : 'In PEM without a passphrase, or as a JWK. Sealed when you save and never shown again.'
            }
          />
          <TextField<SigningValues>
            name="rfc9421Components"
            label="Covered components"
            className="sm:col-span-2"
            autoComplete="off"
            spellCheck={false}
            placeholder={DEFAULT_COMPONENTS}
            inputClassName="font-mono text-xs"
            description={
              <>
                With commas between; names of headers too. <code className="font-mono">content-digest</code> covers the
                body: it is added when you name it.
              </>
            }
          />
          <TextField<SigningValues>
            name="rfc9421SignatureTTL"
            label="Valid for, seconds"
            required
            type="number"
            inputMode="numeric"
            placeholder={String(DEFAULT_SIGNATURE_TTL_SECONDS)}
          />
        </div>
      ) : null}
    </div>
  )
}
