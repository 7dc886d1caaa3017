import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import connectorFile from '@/examples/connectors.json'
import { deriveProblems } from '@/lib/flow/problems'
import { flowDocumentSchema } from '@/lib/flow/schema'
import { ROOT } from '../root'

const folder = join(ROOT, 'examples')
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'connectors.json')

describe('examples', () => {
  it.each(files)('%s can be published as it is', (file) => {
    const document = flowDocumentSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    const connectors = connectorFile.connectors.map(({ name, type }) => ({ id: name, name, type }))
    expect(deriveProblems(document, { connectors })).toEqual([])
    expect(Object.keys(document.layout).sort()).toEqual(Object.keys(document.steps).sort())
  })
})
