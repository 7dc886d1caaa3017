import { describe, expect, test } from 'vitest'
import connectorFile from '@/examples/connectors.json'
import { fromFile, toFile } from '../file'
import { deriveProblems } from '../problems'
import { flowTemplates, listTemplateConnectors, toTemplateFile } from './registry'

const connectors = connectorFile.connectors.map(({ name, type }) => ({ id: `id of ${name}`, name, type }))

describe('templates', () => {
  test('have names of their own', () => {
    expect(flowTemplates.length).toBeGreaterThanOrEqual(10)
    for (const key of ['id', 'name', 'description'] as const)
      expect(new Set(flowTemplates.map((template) => template[key])).size).toBe(flowTemplates.length)
  })

  test.each(flowTemplates)('$name imports without a problem, with each step in a place', (template) => {
    const file = toTemplateFile(template, template.id, template.name)
    const read = fromFile(JSON.parse(JSON.stringify(file)), connectors)
    if (!read.ok) throw new Error(JSON.stringify(read.errors))
    const errors = deriveProblems(read.document, { connectors }).filter(({ severity }) => severity === 'error')
    expect(errors).toEqual([])
    expect(toFile(read.document, connectors)).toEqual(file)
    expect(new Set(Object.values(file.layout).map(String)).size).toBe(Object.keys(file.steps).length)
    for (const name of listTemplateConnectors(template)) expect(connectors.map((one) => one.name)).toContain(name)
  })
})
