'use client'

import { createContext, type ReactNode, useContext } from 'react'

const StaticIps = createContext<readonly string[] | null>(null)

interface StaticIpsProviderProps {
  /** The addresses that the deployment declares; null: none. */
  addresses: readonly string[] | null
  children: ReactNode
}

/** Tells the forms below which static addresses there are. */
export function StaticIpsProvider({ addresses, children }: StaticIpsProviderProps) {
  return <StaticIps value={addresses}>{children}</StaticIps>
}

export function useStaticIpAddresses(): readonly string[] | null {
  return useContext(StaticIps)
}
