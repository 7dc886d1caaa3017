import { addCustomer, plans } from './data'
import { type Call, type Endpoint, numberOf, type Reply, refuse } from './endpoint'

const MAX_CUSTOMERS = 10_000
const group = 'Customers and orders'

export const resources: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/customers',
    summary: 'One customer by email (404 when there is none); without email, a page of all.',
    example: '/customers?email=ada@example.com',
    group,
    handle: findCustomer,
  },
  {
    method: 'GET',
    path: '/customers/:id',
    summary: 'One customer by id.',
    example: '/customers/cus-1001',
    group,
    handle: ({ memory, params }) => {
      const found = memory.customers.find((customer) => customer.id === params.id)
      return found ? { body: found } : refuse(404, 'customer_not_found', `There is no customer ${params.id}.`)
    },
  },
  {
    method: 'POST',
    path: '/customers',
    summary:
      'Adds a customer: JSON with name, email and, if you like, plan. 422 when it is not valid, 409 when it exists.',
    example: '{"name": "Mary Somerville", "email": "mary@example.com", "plan": "pro"}',
    group,
    handle: createCustomer,
  },
  {
    method: 'GET',
    path: '/orders',
    summary: 'The orders of a customer, with their count and total.',
    example: '/orders?customer=cus-1001',
    group,
    handle: ({ memory, query }) => {
      const customer = query.get('customer')
      const orders = memory.orders.filter((order) => customer === null || order.customer === customer)
      const total = orders.reduce((sum, order) => sum + (order.status === 'refunded' ? 0 : order.amount), 0)
      return { body: { customer, count: orders.length, total, currency: 'EUR', orders } }
    },
  },
  {
    method: 'ANY',
    path: '/account',
    summary:
      'The account of the headers X-Customer-Id and X-Customer-Plan: 404 when nobody has the id, 429 for the plan free, 503 for one that is not active.',
    example: '/account',
    group,
    handle: showAccount,
  },
  {
    method: 'GET',
    path: '/plans',
    summary: 'The plans on offer.',
    example: '/plans',
    group,
    handle: () => ({ body: { plans } }),
  },
]

/** Answers by what the caller says of the customer in its headers, as an API behind a gateway does. */
function showAccount({ memory, request, body, query }: Call): Reply {
  const { 'x-customer-id': id, 'x-customer-plan': plan } = request.headers
  const found = memory.customers.find((customer) => customer.id === id)
  if (!found) return refuse(404, 'account_not_found', 'X-Customer-Id names no customer.')
  if (!found.active) return refuse(503, 'account_locked', 'This account is being moved. Try again.')
  if (plan === 'free') {
    const reply = refuse(429, 'too_many_requests', 'The free plan may look at its account once a day.')
    return { ...reply, headers: { 'retry-after': '86400' } }
  }
  return { body: { account: found.id, plan, seats: 10, note: query.get('note'), sent: parseObject(body) } }
}

function findCustomer({ memory, query }: Call): Reply {
  const email = query.get('email')
  if (email !== null) {
    if (email.trim() === '') return refuse(400, 'email_missing', 'Give the email to look for.')
    const found = memory.customers.find((customer) => customer.email === email.trim().toLowerCase())
    return found ? { body: found } : refuse(404, 'customer_not_found', `No customer has the email ${email}.`)
  }
  const limit = Math.max(numberOf(query, 'limit', 20, 100), 1)
  const offset = numberOf(query, 'offset', 0, MAX_CUSTOMERS)
  return { body: { total: memory.customers.length, customers: memory.customers.slice(offset, offset + limit) } }
}

function createCustomer({ memory, body }: Call): Reply {
  const given = parseObject(body)
  if (!given) return refuse(400, 'invalid_json', 'The body is not a JSON object.')
  const { name, email, plan = 'free' } = given
  const problems: Record<string, string> = {}
  if (typeof name !== 'string' || name.trim() === '') problems.name = 'Give a name.'
  if (typeof email !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(email)) problems.email = 'Give an email address.'
  if (!plans.some((known) => known.id === plan)) problems.plan = 'Use free, pro or enterprise.'
  if (
    typeof name !== 'string' ||
    typeof email !== 'string' ||
    typeof plan !== 'string' ||
    Object.keys(problems).length
  ) {
    return {
      status: 422,
      body: { error: { code: 'invalid_customer', message: 'The customer is not valid.', problems } },
    }
  }
  if (memory.customers.some((customer) => customer.email === email.toLowerCase())) {
    return refuse(409, 'customer_exists', `A customer with the email ${email} exists already.`)
  }
  if (memory.customers.length >= MAX_CUSTOMERS) return refuse(507, 'full', 'The sandbox is full. Start it again.')
  const added = addCustomer(memory, { name: name.trim(), email: email.toLowerCase(), plan })
  return { status: 201, body: added, headers: { location: `/customers/${added.id}` } }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
