'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import { Editable } from '@/components/form/editable'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { AwsFields } from './aws-fields'
import { HmacFields } from './hmac-fields'
import { MessageSignatureFields } from './message-signature-fields'
import { type SigningValues, signingFields, signsByHmac } from './signing-values'

export interface SigningFieldsProps {
  /** The paths of the secrets that the server has. */
  stored: readonly string[]
  /** Said below a stored secret that cannot stay. */
  keptNote: string | null
}

/** How requests are signed, so that the third party can tell that they come from here unchanged. */
export function SigningFields({ stored, keptNote }: SigningFieldsProps) {
  const { formState } = useFormContext<SigningValues>()
  const ways = useWaysOfSigning(stored)
  const [opened, setOpened] = useState(ways.length > 0)
  // A message must not hide in a closed part.
  const open = opened || signingFields.some((field) => formState.errors[field])
  return (
    <div className="border-line border-t pt-3">
      <div className="flex flex-wrap items-center gap-x-2">
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
        <span className="text-subtle text-xs">{ways.length === 0 ? 'Off' : ways.join(', ')}</span>
      </div>
      <div id="connector-signing" hidden={!open} className="mt-3 grid gap-6">
        <HmacFields stored={stored} keptNote={keptNote} />
        <Editable>
          <AwsFields stored={stored} keptNote={keptNote} />
          <MessageSignatureFields stored={stored} keptNote={keptNote} />
        </Editable>
      </div>
    </div>
  )
}

function useWaysOfSigning(stored: readonly string[]): string[] {
  const [hmacSecret, aws, message] = useWatch<SigningValues, ['hmacSecret', 'awsAuthType', 'rfc9421SigningEnabled']>({
    name: ['hmacSecret', 'awsAuthType', 'rfc9421SigningEnabled'],
  })
  return [
    ...(signsByHmac(hmacSecret, stored) ? ['HMAC'] : []),
    ...(aws === 'credentials' ? ['AWS Signature V4'] : []),
    ...(message ? ['HTTP Message Signatures'] : []),
  ]
}
