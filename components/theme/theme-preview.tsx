'use client'

import { useState } from 'react'
import { ScreenForm } from '@/components/screen/screen-form'
import { ScreenSurface } from '@/components/screen/screen-theme'
import { Segmented } from '@/components/ui/segmented'
import type { ScreenView } from '@/lib/steps/screen/render'
import { isColor } from '@/lib/theme/color'
import { type Scheme, schemesOf, type Theme } from '@/lib/theme/theme'

const sample: ScreenView = {
  components: [
    { type: 'heading', text: 'Sign in' },
    { type: 'text', text: 'With the address that you registered with.' },
    { type: 'error' },
    { type: 'email', name: 'email', label: 'Email', required: true },
    { type: 'button', id: 'submit', text: 'Continue' },
    { type: 'divider', text: 'or' },
    { type: 'button', id: 'other', text: 'Another way', variant: 'secondary' },
    { type: 'link', text: 'Terms of use', url: 'https://example.com' },
  ],
  error: 'This did not work. Try again.',
  fieldErrors: { email: 'Enter an email address, for example ada@example.com.' },
  values: { email: 'ada' },
}

/** A sample screen in the theme as it is edited. */
export function ThemePreview({ theme }: { theme: Theme }) {
  const schemes = schemesOf(theme)
  const [wanted, setScheme] = useState<Scheme>('light')
  const scheme = schemes.includes(wanted) ? wanted : (schemes[0] ?? 'light')
  // A half-typed colour leaves the screen as it was.
  const [shown, setShown] = useState(theme)
  const isWhole = schemes.every((each) => Object.values(theme[each]).every(isColor))
  if (isWhole && shown !== theme) setShown(theme)
  return (
    <section aria-label="Preview of the theme" className="grid gap-2 border-line border-t px-5 py-4">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium text-sm">Preview</h3>
        {schemes.length > 1 ? (
          <Segmented
            size="sm"
            label="Colours of the preview"
            value={scheme}
            onValueChange={setScheme}
            options={[
              { value: 'light', label: 'Light' },
              { value: 'dark', label: 'Dark' },
            ]}
          />
        ) : null}
      </div>
      <ScreenSurface theme={shown} scheme={scheme} className="border border-line py-8" cardClassName="max-w-[26rem]">
        <ScreenForm view={sample} disabled onSubmit={() => {}} />
      </ScreenSurface>
    </section>
  )
}
