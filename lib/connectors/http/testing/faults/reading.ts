import { type Fault, fault, from } from './fault'

const manyValues = JSON.stringify(Array(100_001).fill(1))
const many = (status: number) =>
  from((_request, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(manyValues))
const saysMany = /more than 100,000 JSON values/

/** What goes wrong with an answer that is there in whole. */
export const faultsOfReading: readonly Fault[] = [
  fault('read', 'JSON of more than 100,000 values', 'tooComplex', saysMany, many(200)),
  fault('read', 'JSON of more than 100,000 values outside 2xx', 'tooComplex', saysMany, many(500)),
  ...[304, 401, 404, 500].map(
    (status): Fault => ({
      fault: `an answer of ${status}`,
      phase: 'answer',
      event: 'httpError',
      code: 'httpError',
      says: new RegExp(`answered ${status}`),
      setUp: from((_request, response) => response.writeHead(status).end()),
    }),
  ),
]
