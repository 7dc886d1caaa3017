'use client'

import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import { CopyButton } from '@/components/ui/copy-button'
import { Segmented } from '@/components/ui/segmented'
import {
  BODY_ONLY,
  findSignatureTemplate,
  parseSignatureTemplate,
  type SignatureElement,
} from '@/lib/connectors/http/signing/signature-template'
import {
  type VerifierLanguage,
  verifierLabels,
  verifierLanguages,
  writeVerifier,
} from '@/lib/connectors/http/signing/verifiers'
import type { ConnectorValues } from '../connector-values'

const languages = verifierLanguages.map((value) => ({ value, label: verifierLabels[value] }))

/** What the HMAC covers, and the code that checks it at the receiver, both of the header rows as they are typed now. */
export function VerifierCode() {
  const [language, setLanguage] = useState<VerifierLanguage>('node')
  const headers = useWatch<ConnectorValues, 'headers'>({ name: 'headers' })
  const template = findSignatureTemplate(headers)
  const parsed = template ? parseSignatureTemplate(template.text) : null
  const elements = parsed ? parsed.elements : BODY_ONLY
  const code = elements && writeVerifier(language, elements)
  return (
    <section aria-label="How the receiver checks it" className="grid min-w-0 gap-2">
      <p className="text-pretty text-muted text-xs">
        {elements ? (
          <>
            Signed: {elements.map(toWords).join(' + ')}, {elements.length > 1 ? 'joined with nothing between' : 'alone'}
            .{' '}
            {template ? null : (
              <>
                To sign more, add the header <code className="font-mono">x-descope-signature-template</code> with a list
                such as <code className="font-mono">METHOD,URI,HEADER_x-descope-timestamp,BODY</code>.
              </>
            )}
          </>
        ) : (
          `The header x-descope-signature-template cannot be read. ${parsed?.error}`
        )}
      </p>
      {code ? (
        <>
          <div className="flex items-center justify-between gap-2">
            <Segmented label="Language" size="sm" value={language} onValueChange={setLanguage} options={languages} />
            <CopyButton value={code} label={`Copy the ${verifierLabels[language]} code`} />
          </div>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
            tabIndex={0}
            className="max-h-72 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs"
          >
            <code>{code}</code>
          </pre>
        </>
      ) : null}
    </section>
  )
}

function toWords(element: SignatureElement): string {
  switch (element.type) {
    case 'method':
      return 'method'
    case 'uri':
      return 'path with query'
    case 'body':
      return 'body'
    case 'header':
      return `header ${element.name}`
  }
}
