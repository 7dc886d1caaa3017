'use client'

import { useTheme } from 'next-themes'
import { createContext, type ReactNode, useContext, useLayoutEffect, useRef } from 'react'
import { DEFAULT_THEME, type Scheme, schemesOf, type Theme } from '@/lib/theme/theme'
import { toThemeVariables } from '@/lib/theme/variables'
import { cn } from '../ui/cn'
import { ScreenLogo } from './screen-content'

const ScreenThemeContext = createContext<Theme>(DEFAULT_THEME)

/** Gives the screens inside their project's theme. */
export function ScreenThemeProvider({ theme, children }: { theme: Theme; children: ReactNode }) {
  return <ScreenThemeContext value={theme}>{children}</ScreenThemeContext>
}

/** The schemes that people can meet the screens in. */
export function useScreenSchemes(): Scheme[] {
  return schemesOf(useContext(ScreenThemeContext))
}

export interface ScreenSurfaceProps {
  /** Default: the one of the provider. */
  theme?: Theme
  /** Default: as the theme says, and as the console where that follows the system. */
  scheme?: Scheme | undefined
  className?: string
  cardClassName?: string
  children: ReactNode
}

/** The card that a screen is on, and the page around it, in the project's theme. */
export function ScreenSurface({ theme: given, scheme, className, cardClassName, children }: ScreenSurfaceProps) {
  const provided = useContext(ScreenThemeContext)
  const theme = given ?? provided
  const { resolvedTheme } = useTheme()
  const followed = resolvedTheme === 'dark' ? 'dark' : 'light'
  const shown = scheme ?? (theme.appearance === 'system' ? followed : theme.appearance)
  const place = useRef<HTMLDivElement>(null)
  // Before it is painted: a screen does not change its colours under somebody's eyes.
  useLayoutEffect(() => {
    const style = place.current?.style
    for (const [name, value] of Object.entries(toThemeVariables(theme, shown))) style?.setProperty(name, value)
    style?.setProperty('color-scheme', shown)
  }, [theme, shown])
  return (
    <div ref={place} className={cn('screen-surface', className)}>
      <div className={cn('screen-surface-card p-7', cardClassName)}>
        <ScreenLogo logo={theme.logo} alt={theme.logoAlt} />
        {children}
      </div>
    </div>
  )
}
