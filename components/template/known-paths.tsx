'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { KnownPath } from '@/lib/flow/known-path'
import type { JsonObject } from '@/lib/language/json'

export interface KnownPaths {
  /** Null: nothing is known, so nothing is completed and nothing is called unknown. */
  paths: readonly KnownPath[] | null
  /** The context of the last execution, masked: what previews show. Null when there was none. */
  context: JsonObject | null
  /** Only connector steps may send secret fields. */
  secretsAllowed: boolean
  /** False: other paths than these may have a value as well, so none is called unknown. */
  strict?: boolean
}

const KnownPathsContext = createContext<KnownPaths>({ paths: null, context: null, secretsAllowed: true })

/** Tells the fields inside which context paths can have a value where they stand, and which they had. */
export function KnownPathsProvider({ children, ...known }: KnownPaths & { children: ReactNode }) {
  return <KnownPathsContext value={known}>{children}</KnownPathsContext>
}

export function useKnownPaths(): KnownPaths {
  return useContext(KnownPathsContext)
}
