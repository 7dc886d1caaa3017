'use client'

import { createContext, type ReactNode, useContext } from 'react'

const MayEdit = createContext(true)

/** Says whether the person may change what the parts of a form below hold. */
export function EditingAllowed({ value, children }: { value: boolean; children: ReactNode }) {
  return <MayEdit value={value}>{children}</MayEdit>
}

/**
 * Fields and buttons that change something: disabled where the person may only look. What helps to read (a part that
 * opens, a choice of what is shown, a copy) stays outside of it. It has no box of its own.
 */
export function Editable({ children }: { children: ReactNode }) {
  return (
    <fieldset disabled={!useContext(MayEdit)} className="contents">
      {children}
    </fieldset>
  )
}
