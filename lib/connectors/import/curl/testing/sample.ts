import type { ImportedAuthentication, ImportedStep } from '../../types'

export interface Sample {
  name: string
  command: string
  base: string
  /** Verb and endpoint. */
  call: string
  payload?: ImportedStep['payload']
  authentication?: ImportedAuthentication
  headers?: Record<string, string>
  /** What the report says was left out or changed. */
  left?: string[]
  changed?: string[]
  timeoutSeconds?: number
  /** Its request differs on purpose from the one that curl sends; else the two are compared. */
  differs?: true
}

export const bearer = (bearerToken: string | null): ImportedAuthentication => ({ method: 'bearerToken', bearerToken })
export const apiKey = (key: string, token: string | null): ImportedAuthentication => ({
  method: 'apiKey',
  apiKey: { key, token },
})
export const basic = (username: string, password: string | null): ImportedAuthentication => ({
  method: 'basic',
  basic: { username, password },
})
export const json = (value: NonNullable<ImportedStep['payload']>['value']): ImportedStep['payload'] => ({
  type: 'json',
  value,
})
export const form = (value: Record<string, string>): ImportedStep['payload'] => ({ type: 'form', value })
export const text = (value: string): ImportedStep['payload'] => ({ type: 'text', value })
