/** What the pretended company sells. Prices are per month, in euros. */
export const plans = [
  { id: 'free', name: 'Free', price: 0, seats: 1 },
  { id: 'pro', name: 'Pro', price: 29, seats: 10 },
  { id: 'enterprise', name: 'Enterprise', price: 490, seats: 500 },
]

export interface Customer {
  id: string
  name: string
  email: string
  plan: string
  country: string
  active: boolean
  since: string
  tags: string[]
}

export interface Order {
  id: string
  customer: string
  item: string
  amount: number
  currency: string
  status: 'paid' | 'open' | 'refunded'
  placedAt: string
}

const customers: readonly Customer[] = [
  customer(1001, 'Ada Lovelace', 'ada', 'pro', 'GB', '2021-12-10', ['math', 'beta']),
  customer(1002, 'Grace Hopper', 'grace', 'enterprise', 'US', '2019-12-09', ['navy', 'vip']),
  customer(1003, 'Alan Turing', 'alan', 'free', 'GB', '2024-06-23', ['research']),
  customer(1004, 'Katherine Johnson', 'katherine', 'pro', 'US', '2022-08-26', ['space']),
  customer(1005, 'Edsger Dijkstra', 'edsger', 'free', 'NL', '2023-05-11', []),
  customer(1006, 'Margaret Hamilton', 'margaret', 'enterprise', 'US', '2020-08-17', ['space', 'vip']),
  customer(1007, 'Konrad Zuse', 'konrad', 'free', 'DE', '2025-06-22', ['hardware']),
  { ...customer(1008, 'Charles Babbage', 'charles', 'pro', 'GB', '2018-12-26', ['hardware']), active: false },
]

const orders: readonly Order[] = [
  order(1, 1001, 'Pro, one year', 348, 'paid', '2025-01-08'),
  order(2, 1001, 'Extra seats', 58, 'open', '2025-09-30'),
  order(3, 1002, 'Enterprise, one year', 5880, 'paid', '2025-02-14'),
  order(4, 1003, 'Consulting hour', 120, 'paid', '2025-03-03'),
  order(5, 1003, 'Consulting hour', 120, 'open', '2025-10-12'),
  order(6, 1004, 'Pro, one year', 348, 'paid', '2025-04-21'),
  order(7, 1006, 'Enterprise, one year', 5880, 'paid', '2025-05-05'),
  order(8, 1008, 'Pro, one year', 348, 'refunded', '2024-11-19'),
]

/** The sandbox's memory: the same at every start; what is posted is forgotten when it stops. */
export interface Memory {
  customers: Customer[]
  orders: readonly Order[]
  /** Calls answered so far, by the name given to /flaky. */
  flaky: Map<string, number>
  /** Access tokens of the token endpoint, with when they end: milliseconds since 1970. */
  tokens: Map<string, number>
}

export function newMemory(): Memory {
  return { customers: [...customers], orders, flaky: new Map(), tokens: new Map() }
}

/** The customer as its next id would make it; ids go up from 1009. */
export function addCustomer(memory: Memory, given: { name: string; email: string; plan: string }): Customer {
  const number = 1001 + memory.customers.length
  const added = {
    ...customer(number, given.name, '', given.plan, 'EU', '2025-11-01', []),
    email: given.email,
  }
  memory.customers.push(added)
  return added
}

function customer(
  number: number,
  name: string,
  mailbox: string,
  plan: string,
  country: string,
  since: string,
  tags: string[],
): Customer {
  return { id: `cus-${number}`, name, email: `${mailbox}@example.com`, plan, country, active: true, since, tags }
}

function order(
  number: number,
  customerNumber: number,
  item: string,
  amount: number,
  status: Order['status'],
  day: string,
): Order {
  return {
    id: `ord-${5000 + number}`,
    customer: `cus-${customerNumber}`,
    item,
    amount,
    currency: 'EUR',
    status,
    placedAt: `${day}T09:30:00Z`,
  }
}
