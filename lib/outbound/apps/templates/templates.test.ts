import { describe, expect, it } from 'vitest'
import { missingSettings, outboundAppId, outboundAppSchema } from '../schema'
import { templateCategories } from './template'
import { appTemplates, findTemplate } from './templates'
import { toDraft } from './to-draft'

const filled = (id: string) => {
  const template = appTemplates.find((each) => each.id === id)
  if (!template) throw new Error(`no template ${id}`)
  return toDraft(template, Object.fromEntries((template.inputs ?? []).map(({ key }) => [key, 'acme'])))
}

describe('the templates of connections', () => {
  it('are at least twenty providers, each known by one id', () => {
    expect(appTemplates.filter(({ type }) => type === 'oauth').length).toBeGreaterThanOrEqual(20)
    expect(new Set(appTemplates.map(({ id }) => id)).size).toBe(appTemplates.length)
    expect(new Set(appTemplates.map(({ name }) => name)).size).toBe(appTemplates.length)
    for (const { id } of appTemplates) expect(outboundAppId.safeParse(id).success, id).toBe(true)
    for (const category of templateCategories)
      expect(appTemplates.some((template) => template.category === category)).toBe(true)
  })

  it.each(appTemplates)('$name lacks nothing but the client', ({ id, color, registerUrl }) => {
    const app = outboundAppSchema.parse(filled(id))
    expect(color).toMatch(/^#[0-9a-f]{6}$/)
    expect(registerUrl).toMatch(/^https:\/\//)
    if (app.type === 'apiKey') return
    expect(Object.keys(missingSettings(app))).toEqual(['clientId'])
    for (const url of [app.authorizationUrl, app.tokenUrl, app.refreshUrl, app.revocationUrl, app.discoveryUrl])
      expect(url).toMatch(/^(https:\/\/.*)?$/)
  })

  it('take what is each customer’s own, and nothing that leads to another host', () => {
    expect(filled('shopify')).toMatchObject({ tokenUrl: 'https://acme.myshopify.com/admin/oauth/access_token' })
    const shopify = findTemplate('shopify')
    for (const shop of ['', 'evil.example.com/', 'a#', 'a@b', 'a.b']) {
      const draft = shopify && toDraft(shopify, { shop })
      expect(draft).toMatchObject({ tokenUrl: 'https://{shop}.myshopify.com/admin/oauth/access_token' })
      expect(outboundAppSchema.safeParse(draft).error?.issues[0]?.message).toContain('{shop}')
    }
  })
})
