import type { ReportLine } from '../types'
import type { GivenOption } from './read-options'

/** Names every option that is not mapped, once, with the reason. */
export function sayUnused(options: readonly GivenOption[], report: ReportLine[]): void {
  const said = new Set<string>()
  for (const { option, what, negated, start, end } of options) {
    if (said.has(option.name)) continue
    said.add(option.name)
    const at = { start, end }
    if (option.use === 'noEffect') report.push({ tone: 'noEffect', what, message: option.reason, at })
    else if (negated) report.push({ tone: 'noEffect', what, message: 'It switches off what is off.', at })
    else if (option.use === 'unsupported') report.push({ tone: 'left', what, message: option.reason, at })
  }
}
