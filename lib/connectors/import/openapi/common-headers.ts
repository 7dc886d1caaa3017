import type { ImportedAuthentication, ImportedConnector, ReportLine } from '../types'
import type { OperationStep } from './to-operation-step'

/**
 * Header parameters as rows of the connector: a step has no headers of its own, so only what all operations take can be
 * one. The report names the others, each at its operation.
 */
export function toCommonHeaders(
  steps: readonly OperationStep[],
  authentication: ImportedAuthentication,
): {
  headers: ImportedConnector['headers']
  report: ReportLine[]
} {
  const taken = authentication.method === 'apiKey' ? authentication.apiKey.key : ''
  const [first] = steps
  const isCommon = (wanted: OperationStep['headers'][number]) =>
    wanted.fits &&
    steps.every(({ headers }) =>
      headers.some(({ key, value, fits }) => fits && isSame(key, wanted.key) && value === wanted.value),
    )
  const common = (first?.headers ?? []).filter((header) => !isSame(header.key, taken) && isCommon(header))
  const report: ReportLine[] = common.map(({ key, value }) => ({
    tone: 'changed',
    what: key,
    message: `All chosen operations take this header: it becomes one of the connector, with the value ${value}.`,
    at: null,
  }))
  for (const { operation, headers } of steps) {
    for (const { key, required, fits } of headers) {
      if (isSame(key, taken) || common.some((each) => isSame(each.key, key))) continue
      const takes = `It takes the header ${key}${required ? ', which is required' : ''}.`
      const why = fits
        ? 'Not all chosen operations do, and a step has no headers of its own: add it to the connector, or choose the operations that take it alone.'
        : required
          ? 'It looks like a credential: choose an authentication that sends it.'
          : 'Add it to the connector\u2019s headers if you need it.'
      report.push({ tone: 'left', what: operation.slice(0, 120), message: `${takes} ${why}`, at: null })
    }
  }
  return { headers: common.map(({ key, value }) => ({ key, value })), report }
}

function isSame(key: string, other: string): boolean {
  return key.toLowerCase() === other.toLowerCase()
}
