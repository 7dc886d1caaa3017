import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curlLetters, curlOptions } from './options'
import { readCurl } from './read-curl'
import { documentedNames } from './testing/documented'

describe('the table of options', () => {
  it('has every one that curl documents', () => {
    expect(documentedNames.filter((name) => !curlOptions.has(name))).toEqual([])
  })

  it('gives a reason for each that is not mapped', () => {
    for (const { name, use, reason } of curlOptions.values()) expect(reason === '', name).toBe(use === 'mapped')
  })

  it('has no letter twice', () => {
    const short = [...curlOptions.values()].filter((option) => option.short !== '')
    expect(curlLetters.size).toBe(short.length)
  })

  const installed = listInstalled()
  it.skipIf(installed.length === 0)('agrees with the curl of this machine on letters and values', () => {
    for (const { name, short, takesValue } of installed) {
      const option = curlOptions.get(name)
      expect(option, name).toMatchObject({ name, takesValue })
      if (short !== '') expect(curlLetters.get(short), `-${short}`).toMatchObject({ takesValue })
    }
  })

  it('names every option that is not mapped in the report, and stops for none', () => {
    for (const { name, takesValue, use } of curlOptions.values()) {
      if (use === 'mapped') continue
      const { call, report } = readCurl(`curl --${name}${takesValue ? ' value' : ''} https://example.com/x`)
      expect(call?.step.endpoint, name).toBe('/x')
      const tones = report.filter(({ what }) => what === `--${name}`).map(({ tone }) => tone)
      expect(tones, name).toEqual([use === 'noEffect' ? 'noEffect' : 'left'])
    }
  })
})

interface Installed {
  name: string
  short: string
  takesValue: boolean
}

function listInstalled(): Installed[] {
  let help: string
  try {
    help = execFileSync('curl', ['--help', 'all'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return []
  }
  return help.split('\n').flatMap((line) => {
    const [, short = '', name, value] = /^ *(?:-(\S), )? *--(\S+)( (?:<|\[protocol)\S*)?/.exec(line) ?? []
    return name === undefined ? [] : [{ name, short, takesValue: value !== undefined }]
  })
}
