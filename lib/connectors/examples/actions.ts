'use server'

import { defineAction } from '@/lib/console/define-action'
import { importExamples } from './import-examples'
import { importExamplesSchema, removeExampleSchema, saveExampleSchema } from './schema'
import * as service from './service'

export const saveConnectorExample = defineAction({
  input: saveExampleSchema,
  permission: 'connectors.write',
  run: ({ input, operator }) => service.saveExample(input, operator.id),
  audit: ({ input, data }) => ({
    action: 'connector.saveExample',
    targetId: data.id,
    data: { name: data.name, call: `${input.action} ${input.target.slice(0, 200)}`, version: data.version },
  }),
})

export const importConnectorExamples = defineAction({
  input: importExamplesSchema,
  permission: 'connectors.write',
  run: ({ input, operator }) => importExamples(input, operator.id),
  audit: ({ data }) =>
    data.kept === 0
      ? null
      : {
          action: 'connector.saveExample',
          targetId: data.id,
          data: { name: data.name, call: `${data.kept} of an import`, version: 1 },
        },
})

export const removeConnectorExample = defineAction({
  input: removeExampleSchema,
  permission: 'connectors.write',
  run: ({ input }) => service.removeExample(input),
  audit: ({ input, data }) => ({
    action: 'connector.removeExample',
    targetId: data.id,
    data: { call: `${input.action} ${input.target.slice(0, 200)}` },
  }),
})
