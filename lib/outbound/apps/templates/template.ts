import type { OAuthConfig } from '../schema'

export const templateCategories = [
  'Google',
  'Microsoft',
  'Development',
  'Work and documents',
  'Communication',
  'Customers and sales',
  'Commerce and finance',
  'Social and media',
  'AI and services',
] as const
export type TemplateCategory = (typeof templateCategories)[number]

/** A well-known provider as data: what a connection to it begins from. */
export interface AppTemplate {
  id: string
  name: string
  category: TemplateCategory
  /** What a token of it is for. */
  description: string
  /** Its colour, for the tile that stands for a logo. */
  color: `#${string}`
  type: 'oauth' | 'apiKey'
  /** Only what differs from the defaults. Addresses may hold `{placeholders}`, which `inputs` names. */
  config?: Partial<OAuthConfig>
  inputs?: readonly TemplateInput[]
  /** Where a client is registered there, or a key is made. */
  registerUrl: string
  /** What is peculiar there, for whoever sets it up. */
  note?: string
}

/** A part of the addresses that each customer of the provider has for themselves. */
export interface TemplateInput {
  /** As it stands between braces in the addresses. */
  key: string
  label: string
  placeholder: string
}
