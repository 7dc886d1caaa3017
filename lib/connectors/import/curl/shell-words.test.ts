import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitCmdWords } from './cmd-words'
import { readCurl } from './read-curl'
import { splitShellWords } from './shell-words'
import { listUnknowns } from './unknowns'

const words = (text: string) => splitShellWords(text).words.map((word) => word.text)

describe('shell words', () => {
  it.each([
    [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
    [`"a\\"b\\$c\\d" 'x'\\''y'`, ['a"b$c\\d', "x'y"]],
    [`$'a\\tb\\x41\\u00e9\\'\\101\\xc3\\xa9' $"b"`, ["a\tbAé'Aé", 'b']],
    [`'' "" a''b`, ['', '', 'ab']],
    ['a \\\n b\\\nc \\\r\n d', ['a', 'bc', 'd']],
    ['a # no\n', ['a']],
    ['a#b c', ['a#b', 'c']],
    ['a > out 2>&1 b 2>/dev/null', ['a', 'b']],
    ['a | b', ['a']],
    ['a\n-b c\n\nd', ['a', '-b', 'c']],
  ])('%j', (text, expected) => expect(words(text)).toEqual(expected))

  it('keeps what is not known', () => {
    const [one = '', two = '', three = ''] = words(`"x $A \${B:-c}" '$D' \`id\``)
    expect(listUnknowns(one)).toEqual(['A', 'B'])
    expect(two).toBe('$D')
    expect(listUnknowns(three)).toEqual(['value'])
  })

  it('reads back whatever is quoted, in each way to quote', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[\0\uE000\uE001]/.test(text))
    const ways = [
      (text: string) => `'${text.replaceAll("'", "'\\''")}'`,
      (text: string) => `"${text.replace(/["\\$`]/g, '\\$&')}"`,
      (text: string) => `$'${text.replace(/['\\]/g, '\\$&').replaceAll('\n', '\\n')}'`,
    ]
    fc.assert(
      fc.property(fc.array(fc.tuple(plain, fc.nat(2)), { minLength: 1 }), (parts) => {
        const quoted = parts.map(([text, way]) => ways[way]?.(text) ?? '').join(' \\\n')
        expect(words(quoted)).toEqual(parts.map(([text]) => text))
      }),
    )
  })

  const hasBash = runs('bash', ['-c', 'true'])
  it.skipIf(!hasBash)('splits as bash does', () => {
    const unit = fc.constantFrom('a', 'B', 'z', ' ', "'", '"', '\\', 'é', '-', '=', "$'", 'n', '\\\n', '{', ':', '@')
    const texts = fc.sample(fc.string({ unit, minLength: 1, maxLength: 12 }), { numRuns: 400, seed: 7 })
    const whole = texts.filter((text) => !splitShellWords(text).report.some(({ tone }) => tone === 'error'))
    // One process for all: each text is read by eval, its words are printed with a mark behind each.
    const script = `while IFS= read -r -d '' t; do eval "set -- $t" 2>/dev/null || set -- BAD; printf '%s\\1' "$@"; printf '\\2'; done`
    const input = whole.map((text) => `${text}\0`).join('')
    const printed = execFileSync('bash', ['--norc', '-c', script], {
      input,
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    const bash = printed.split('\u0002').slice(0, -1)
    expect(bash).toHaveLength(whole.length)
    whole.forEach((text, index) => {
      const read = (bash[index] ?? '').split('\u0001').slice(0, -1)
      // A backslash at the very end and braces are read in another way by eval, and no command has them.
      if (read[0] === 'BAD' || /\\$/.test(text)) return
      const ours = words(text)
      expect(ours.length === 0 ? [''] : ours, JSON.stringify(text)).toEqual(read)
    })
  })
})

describe('words of cmd.exe', () => {
  it('reads what a browser writes', () => {
    const command = 'curl ^"https://e.com/?a=1^&b=^%^20c^" ^\r\n -H ^"x: ^\\^"q^\\^"^" ^\n --data-raw ^"a^\n\nb^"'
    expect(splitCmdWords(command).words.map(({ text }) => text)).toEqual([
      'curl',
      'https://e.com/?a=1&b=%20c',
      '-H',
      'x: "q"',
      '--data-raw',
      'a\nb',
    ])
  })
})

describe('hostile text', () => {
  it('never throws', () => {
    const piece = fc.constantFrom(
      ...[
        'curl ',
        'https://e.com/',
        '-H ',
        '-d ',
        "'",
        '"',
        '\\',
        '\n',
        '$',
        '${',
        '$(',
        '`',
        '{{',
        '}}',
        '<<',
        'EOF',
        '^',
        '%',
        '&',
        '@',
        ':',
      ],
      ...[
        '--json ',
        '-F ',
        '-u ',
        '{',
        '[',
        '"__proto__":',
        '\uD800',
        '\uE000',
        '\uE001',
        '..',
        '%2e',
        ' ',
        'x=1',
        '#',
        '?',
        '-',
        '--',
        '--next ',
      ],
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        const { call, report } = readCurl(`curl ${pieces.join('')}`)
        expect(call === null).toBe(report.some(({ tone }) => tone === 'error'))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    "'",
    '"',
    '\\',
    '$(',
    '${a',
    '`',
    '{{',
    '$a',
    '<<',
    '{a,',
    '[a-',
    '%2e/',
    '-eyJaaaaaaaa.',
    '&a=1',
    '{"a":',
    '[',
    ';',
    'a ',
    '\n',
  ])('takes 100 KB of %j in little time', (unit) => {
    const started = performance.now()
    for (const frame of ['curl https://e.com/ -d ', 'curl https://e.com/', 'curl "https://e.com/'])
      readCurl(frame + unit.repeat(Math.floor(100_000 / unit.length)))
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('keeps __proto__ a name like any other', () => {
    const { call } = readCurl(`curl https://e.com --json '{"__proto__":{"polluted":1}}' -H '__proto__: x'`)
    expect(call?.step.payload).toEqual({ type: 'text', value: '{"__proto__":{"polluted":1}}' })
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

function runs(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
