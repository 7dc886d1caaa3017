'use client'

import { ExternalLink } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Dialog, DialogBody, DialogContent, DialogDescription, DialogHeader, DialogTitle } from '@/components/ui/dialog'

export interface HostedPageDialogProps {
  projectId: string
  flow: { id: string; name: string }
  /** Where hosted pages are opened. */
  hostedUrl: string
  onClose: () => void
}

/** How end users meet a flow: its page, the link from an application and back, and the snippet that embeds it. */
export function HostedPageDialog({ projectId, flow, hostedUrl, onClose }: HostedPageDialogProps) {
  const page = `${hostedUrl}/f/${projectId}/${flow.id}`
  const link = `${page}?redirect_url=${encodeURIComponent('https://app.example.com/signed-in')}&state=…`
  const exchange = `curl ${hostedUrl}/v1/flow/exchange \\
  -H 'Authorization: Bearer ${projectId}' \\
  --json '{"code": "<code>", "redirectUrl": "https://app.example.com/signed-in"}'`
  const snippet = `<script src="${hostedUrl}/f/-/embed.js" async></script>
<patchbay-flow project-id="${projectId}" flow-id="${flow.id}"></patchbay-flow>
<script>
  document.querySelector('patchbay-flow').addEventListener('success', ({ detail }) => {
    // detail.sessionJwt when somebody has signed in, detail.flowOutput what the End step gives
  })
</script>`
  const settings = (
    <Link href={`/p/${projectId}/settings`} className="underline">
      Settings
    </Link>
  )
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent size="lg">
        <DialogHeader>
          <DialogTitle>Hosted page of {flow.name}</DialogTitle>
          <DialogDescription>
            It runs the live version. Anything else in the address is an input:{' '}
            <code className="font-mono text-xs">?plan=pro</code> is read as{' '}
            <code className="font-mono text-xs">{'{{client.plan}}'}</code>.
          </DialogDescription>
        </DialogHeader>
        <DialogBody className="grid gap-5">
          <Snippet title="Page" text={page}>
            <Button size="sm" asChild>
              <a href={page} target="_blank" rel="noreferrer">
                <ExternalLink aria-hidden /> Open
              </a>
            </Button>
          </Snippet>
          <Snippet title="From your application and back" text={link}>
            <p className="text-muted text-xs">
              The person comes back with a one-time code that lives for a minute. The address must be among the redirect
              addresses in {settings}.
            </p>
          </Snippet>
          <Snippet title="The code for the session and outputs" text={exchange} />
          <Snippet title="Inside your page" text={snippet}>
            <p className="text-muted text-xs">
              Your page’s origin must be among the allowed origins in {settings}; no other page can show it.
            </p>
          </Snippet>
        </DialogBody>
      </DialogContent>
    </Dialog>
  )
}

function Snippet({ title, text, children }: { title: string; text: string; children?: React.ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-1.5">
      <h3 className="font-medium text-sm">{title}</h3>
      <div className="flex items-start gap-2 rounded-lg border border-line bg-sunken p-2.5">
        <pre className="min-w-0 flex-1 overflow-x-auto whitespace-pre-wrap break-all font-mono text-xs">{text}</pre>
        <CopyButton value={text} label={`Copy: ${title}`} />
      </div>
      {children ? <div className="flex flex-wrap items-center gap-2">{children}</div> : null}
    </section>
  )
}
