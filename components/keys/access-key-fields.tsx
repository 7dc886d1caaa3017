'use client'

import type { ReactNode } from 'react'
import { LinesField } from '@/components/form/lines-field'
import { TextField } from '@/components/form/text-field'
import { TextareaField } from '@/components/form/textarea-field'

/** What of an access key may change later; its form finds it by context. @param children what is set once */
export function AccessKeyFields({ children }: { children?: ReactNode }) {
  return (
    <>
      <TextField name="name" label="Name" required autoComplete="off" placeholder="Nightly import" />
      <TextField name="description" label="Description" optional autoComplete="off" />
      {children}
      <TextField
        name="roleNames"
        label="Roles"
        optional
        autoComplete="off"
        placeholder="importer, reader"
        description="In the project, with commas between. Of a key that acts as a user, they narrow the user’s."
      />
      <LinesField
        name="tenants"
        label="Tenants"
        optional
        rows={2}
        placeholder="acme: admin, reader"
        description="One a line: the tenant’s id and, after a colon, the roles in it."
      />
      <LinesField
        name="permittedIps"
        label="Permitted addresses"
        optional
        rows={2}
        placeholder="203.0.113.7"
        description="One a line: addresses or ranges such as 10.0.0.0/8. Empty: any."
      />
      <TextareaField
        name="customClaims"
        label="Custom claims"
        optional
        mono
        rows={3}
        spellCheck={false}
        placeholder={'{"plan": "pro"}'}
        description="A JSON object that every JWT of this key carries."
      />
    </>
  )
}
