'use client'

import { ImageField } from '@/components/form/image-field'
import { TextField } from '@/components/form/text-field'

interface LogoValues {
  theme: { logo: string; logoAlt: string }
}

/** The logo: the address of an image, or a small one that is kept with the theme. */
export function LogoField() {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <ImageField<LogoValues>
        name="theme.logo"
        label="Logo"
        description="Shown above every screen. The address of an image, or upload one of at most 30 KB."
      />
      <TextField<LogoValues>
        name="theme.logoAlt"
        label="What the logo says"
        optional
        placeholder="Acme"
        autoComplete="off"
        description="Read to people who cannot see it."
      />
    </div>
  )
}
