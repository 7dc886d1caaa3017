'use client'

import { useWatch } from 'react-hook-form'
import { Editable } from '@/components/form/editable'
import { SwitchField } from '@/components/form/toggle-field'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import type { NetworkValues } from './network-values'
import { useStaticIpAddresses } from './static-ips'

/** How the requests of a Generic HTTP connector travel: from which addresses, and whether certificates are verified. */
export function NetworkFields() {
  return (
    <>
      <StaticIpsField />
      <Editable>
        <SwitchField<NetworkValues>
          name="insecure"
          label="Trust any certificate"
          description="Turns the verification of TLS certificates off for this connector alone: for a self-signed certificate of your own network. Anyone on the way can then read and change its calls, so stored secrets have to be entered again."
        />
      </Editable>
    </>
  )
}

function StaticIpsField() {
  const addresses = useStaticIpAddresses()
  const isOn = useWatch<NetworkValues, 'useStaticIps'>({ name: 'useStaticIps' })
  return (
    <div className="grid gap-2">
      <Editable>
        <SwitchField<NetworkValues>
          name="useStaticIps"
          label="Use static IPs"
          // One that came with an import can still be turned off.
          disabled={addresses === null && !isOn}
          description={
            addresses === null ? (
              <>
                This deployment declares no static addresses. Set <code className="font-mono">EGRESS_STATIC_IPS</code>{' '}
                with <code className="font-mono">EGRESS_LOCAL_ADDRESSES</code> or{' '}
                <code className="font-mono">EGRESS_PROXY_URL</code> and start Patchbay again.
              </>
            ) : (
              'Requests leave from the addresses below, so that the third party can allow them alone.'
            )
          }
        />
      </Editable>
      {addresses === null && isOn ? (
        <Callout tone="warning">
          Calls fail until the addresses are declared: nothing is sent from another address. Or turn it off.
        </Callout>
      ) : null}
      {addresses === null ? null : <AddressList addresses={addresses} />}
    </div>
  )
}

function AddressList({ addresses }: { addresses: readonly string[] }) {
  return (
    <div className="ml-10 flex min-w-0 items-start gap-2 rounded-lg border border-line bg-sunken py-1.5 pr-1.5 pl-3">
      <ul aria-label="Static IPs" className="flex min-w-0 flex-1 flex-wrap gap-x-4 gap-y-1 py-1 font-mono text-xs">
        {addresses.map((address) => (
          <li key={address} className="break-all">
            {address}
          </li>
        ))}
      </ul>
      <CopyButton value={addresses.join('\n')} label="Copy the static IPs" size="icon-xs" />
    </div>
  )
}
