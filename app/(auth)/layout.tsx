import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { LogoMark } from '@/components/shell/logo'

// The addresses of these pages hold one-time tokens.
export const metadata: Metadata = { robots: { index: false } }

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh content-start justify-items-center px-4 py-10 sm:content-center">
      <div className="w-full max-w-sm">
        <div className="mb-8 flex items-center justify-center gap-2.5">
          <LogoMark className="size-7" />
          <span className="font-semibold text-lg tracking-tight">Patchbay</span>
        </div>
        {children}
      </div>
    </main>
  )
}
