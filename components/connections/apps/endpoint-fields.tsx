'use client'

import { DiscoveryField } from './discovery-field'
import { FormSection } from './form-section'
import { ParameterRows } from './parameter-rows'
import { UrlField } from './url-field'

/** Where the provider is spoken with. */
export function EndpointFields({ projectId }: { projectId: string }) {
  return (
    <FormSection title="Addresses" description="Where a person consents, and where tokens come from.">
      <DiscoveryField projectId={projectId} />
      <UrlField
        name="authorizationUrl"
        label="Authorization URL"
        required
        placeholder="https://auth.example.com/authorize"
        description="The browser is sent there to consent."
      />
      <ParameterRows name="authorizationUrlParams" of="authorization" />
      <UrlField
        name="tokenUrl"
        label="Token URL"
        required
        placeholder="https://auth.example.com/token"
        description="Patchbay exchanges codes and refreshes tokens there."
      />
      <ParameterRows name="tokenUrlParams" of="token" />
      <UrlField
        name="refreshUrl"
        label="Refresh URL"
        placeholder="https://auth.example.com/refresh"
        description="Only where tokens are not refreshed at the token URL."
      />
      <UrlField
        name="revocationUrl"
        label="Revocation URL"
        placeholder="https://auth.example.com/revoke"
        description="Deleted tokens are revoked there (RFC 7009). Empty: the provider is not told."
      />
    </FormSection>
  )
}
