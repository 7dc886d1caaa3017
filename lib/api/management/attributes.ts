import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { listAttributes } from '@/lib/identity/attributes/queries'
import { type Attribute, type AttributeType, attributeSchema } from '@/lib/identity/attributes/schema'
import { createAttributes, deleteAttributes } from '@/lib/identity/attributes/service'
import { parseInput } from '@/lib/identity/parse'
import { ApiError } from '../errors'
import { absent } from '../schemas'
import { addRoute } from './route'

/** The numbers that SDKs know the types by. */
const codes = { text: 1, number: 2, boolean: 3, singleSelect: 4, multiSelect: 5, date: 6 } as const satisfies Record<
  AttributeType,
  number
>

const option = z.union([z.string(), z.looseObject({ value: absent(z.string()), label: absent(z.string()) })])
const wireAttribute = z.looseObject({
  name: z.string(),
  type: absent(z.number().int()).openapi({
    description: '1 text, 2 number, 3 boolean, 4 single select, 5 multi select, 6 date',
  }),
  options: absent(z.array(option)),
  displayName: absent(z.string()),
})
const attributeList = z.object({
  data: z.array(z.object({ name: z.string(), type: z.number() })),
  total: z.number(),
})

/** The schema of users' custom attributes. */
export function addAttributeRoutes(app: OpenAPIHono): void {
  const answer = 'All attributes of users.'
  addRoute(app, {
    method: 'get',
    path: '/user/customattributes',
    summary: 'List the custom attributes of users',
    request: z.looseObject({}),
    reply: attributeList,
    answer,
    run: async ({ projectId }) => toReply(await listAttributes(projectId, 'user')),
  })
  addRoute(app, {
    method: 'post',
    path: '/user/customattribute/create',
    summary: 'Add custom attributes of users',
    description: 'All or none. One that is there already, of the same type and options, stays as it is.',
    request: z.looseObject({ attributes: z.array(wireAttribute).min(1).max(100) }),
    reply: attributeList,
    answer,
    run: async ({ projectId, given, audit }) => {
      const attributes = given.attributes.map(fromWire)
      const all = await createAttributes(projectId, 'user', attributes)
      const names = attributes.map(({ name }) => name)
      await audit({ action: 'attribute.create', data: { subject: 'user' }, after: { attributes: names } })
      return toReply(all)
    },
  })
  addRoute(app, {
    method: 'post',
    path: '/user/customattribute/delete',
    summary: 'Delete custom attributes of users, with their values',
    request: z.looseObject({ names: z.array(z.string()).min(1).max(100) }),
    reply: attributeList,
    answer: 'The attributes that are left.',
    run: async ({ projectId, given, audit }) => {
      const names = await deleteAttributes(projectId, 'user', given.names)
      if (names.length > 0) {
        await audit({ action: 'attribute.delete', data: { subject: 'user' }, before: { attributes: names } })
      }
      return toReply(await listAttributes(projectId, 'user'))
    },
  })
}

function fromWire({ name, type, options, displayName }: z.output<typeof wireAttribute>): Attribute {
  const known = Object.entries(codes).find(([, code]) => code === (type || codes.text))?.[0]
  if (!known) throw new ApiError('invalidArguments', `attributes: ${type} is no type of an attribute. Use 1 to 6.`)
  const texts = (options ?? []).flatMap((each) => (typeof each === 'string' ? each : (each.value ?? each.label ?? [])))
  return parseInput(attributeSchema, { name, type: known, displayName: displayName ?? '', options: texts })
}

function toReply(attributes: readonly Attribute[]) {
  const data = attributes.map(({ name, displayName, type, options }) => ({
    name,
    type: codes[type],
    displayName: displayName || name,
    options: options.map((value) => ({ value, label: value })),
    viewPermissions: [],
    editPermissions: [],
  }))
  return { data, total: data.length }
}
