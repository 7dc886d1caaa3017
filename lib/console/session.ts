import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { operatorFromHeaders } from './auth'
import type { Operator } from './operator'

/** The signed-in operator of this request in Next, read once per request; null when nobody is signed in. */
export const findSignedInOperator = cache(async (): Promise<Operator | null> => operatorFromHeaders(await headers()))

/** The signed-in operator of this request in Next; otherwise goes to the sign-in page. */
export async function requireOperator(): Promise<Operator> {
  const operator = await findSignedInOperator()
  if (!operator) redirect('/sign-in')
  return operator
}
