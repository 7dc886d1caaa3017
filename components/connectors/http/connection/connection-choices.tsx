'use client'

import { createContext, type ReactNode, useContext } from 'react'

export interface ConnectionChoice {
  id: string
  name: string
}

const Choices = createContext<readonly ConnectionChoice[]>([])

/** The project's connections, which the page has loaded. */
export function ConnectionChoicesProvider({
  choices,
  children,
}: {
  choices: readonly ConnectionChoice[]
  children: ReactNode
}) {
  return <Choices value={choices}>{children}</Choices>
}

export function useConnectionChoices(): readonly ConnectionChoice[] {
  return useContext(Choices)
}
