'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { KnownPath } from '@/lib/flow/paths'

interface KnownPaths {
  /** Null: nothing is known, so nothing is completed and nothing is called unknown. */
  paths: readonly KnownPath[] | null
  /** Only connector steps may send secret fields. */
  secretsAllowed: boolean
}

const KnownPathsContext = createContext<KnownPaths>({ paths: null, secretsAllowed: true })

/** Tells the fields inside which context paths can have a value where they stand. */
export function KnownPathsProvider({ paths, secretsAllowed, children }: KnownPaths & { children: ReactNode }) {
  return <KnownPathsContext value={{ paths, secretsAllowed }}>{children}</KnownPathsContext>
}

export function useKnownPaths(): KnownPaths {
  return useContext(KnownPathsContext)
}
