'use server'

import { z } from 'zod'
import { defineAction } from '@/lib/console/define-action'
import { asJson, isJsonObject } from '@/lib/language/json'
import { IdentityError } from '../errors'
import { listAttributes } from './queries'
import { ATTRIBUTE_SUBJECTS, attributeChangeSchema, attributeSchema } from './schema'
import * as service from './service'

const scope = { projectId: z.string().min(1).max(40), subject: z.enum(ATTRIBUTE_SUBJECTS) }

interface Named {
  input: { projectId: string; subject: 'user' | 'tenant'; name: string }
}

const subject = async ({ input }: Named) => {
  const found = (await listAttributes(input.projectId, input.subject)).find(({ name }) => name === input.name)
  const json = found ? asJson(found) : null
  return json !== null && isJsonObject(json) ? json : null
}

// Of tenants too: whoever may change users may say what is known of the organisations they belong to.
export const createAttribute = defineAction({
  input: z.object({ ...scope, attribute: attributeSchema }),
  permission: 'users.write',
  run: async ({ input }) => {
    // A repeated request of the API is no conflict; a person would take the other attribute for the new one.
    const known = await listAttributes(input.projectId, input.subject)
    if (known.some(({ name }) => name === input.attribute.name)) throw new IdentityError('attributeExists', 'name')
    await service.createAttributes(input.projectId, input.subject, [input.attribute])
    return { name: input.attribute.name }
  },
  subject: ({ input }) => subject({ input: { ...input, name: input.attribute.name } }),
  audit: ({ input, data }) => ({
    action: 'attribute.create',
    targetId: data.name,
    data: { subject: input.subject, name: data.name },
  }),
})

export const updateAttribute = defineAction({
  input: z.object({ ...scope, name: z.string().min(1).max(60), change: attributeChangeSchema }),
  permission: 'users.write',
  subject,
  run: ({ input }) => service.updateAttribute(input.projectId, input.subject, input.name, input.change),
  audit: ({ input, data }) => ({
    action: 'attribute.update',
    targetId: data.name,
    data: { subject: input.subject, name: data.name },
  }),
})
