'use client'

import { useWatch } from 'react-hook-form'
import { SecretField } from '@/components/form/secret-field'
import { SelectField } from '@/components/form/select-field'
import { TextField } from '@/components/form/text-field'
import type { SigningFieldsProps } from './signing-fields'
import type { SigningValues } from './signing-values'

const types = [
  { value: 'none', label: 'Off' },
  { value: 'credentials', label: 'With an access key' },
]

/** AWS Signature Version 4. */
export function AwsFields({ stored, keptNote }: SigningFieldsProps) {
  const type = useWatch<SigningValues, 'awsAuthType'>({ name: 'awsAuthType' })
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField<SigningValues>
        name="awsAuthType"
        label="AWS Signature V4"
        options={types}
        className="sm:col-span-2 sm:max-w-64"
        description="For APIs of AWS. It sets the header Authorization."
      />
      {type === 'credentials' ? (
        <>
          <TextField<SigningValues>
            name="awsAccessKeyId"
            label="Access key id"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="AKIAIOSFODNN7EXAMPLE"
            inputClassName="font-mono text-xs"
          />
          <SecretField<SigningValues>
            name="awsSecretAccessKey"
            label="Secret access key"
            required
            stored={stored.includes('awsSecretAccessKey')}
            keptNote={keptNote}
            description="Sealed when you save and never shown again."
          />
          <TextField<SigningValues>
            name="awsRegion"
            label="Region"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="us-east-1"
            inputClassName="font-mono text-xs"
          />
          <TextField<SigningValues>
            name="awsService"
            label="Service"
            required
            autoComplete="off"
            spellCheck={false}
            placeholder="execute-api"
            inputClassName="font-mono text-xs"
            description="As it signs: execute-api, lambda, s3, …"
          />
        </>
      ) : null}
    </div>
  )
}
