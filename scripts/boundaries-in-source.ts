import type { Violation } from './boundaries'

/** Rules about what is not imported but is simply there: globals, and a method that may be called only in some places. */
const RULES = [
  {
    rule: 'core-is-pure',
    files: /^lib\/(language|steps|flow|engine)\//,
    except: /^$/,
    found:
      /\b(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|crypto\.\w|process\.\w|fetch\(|setTimeout\(|setInterval\(|console\.\w)/,
  },
  {
    rule: 'one-way-out',
    files: /^lib\//,
    // Code of the browser, which talks to its own origin.
    except: /^lib\/(egress\/|console\/auth-client\.ts$)/,
    found: /(?<![.\w])(fetch|new WebSocket|new EventSource)\(/,
  },
  {
    rule: 'secrets-stay',
    files: /^(app|components|hosted|lib|server|prisma)\//,
    except:
      /^lib\/(vault|outbound|identity)\/|^lib\/connectors\/.*\/|^lib\/connectors\/(call|client|secrets)\.ts$|^lib\/runner\/(stored-state\.ts|effects\/)|^lib\/console\/auth\.ts$/,
    found: /\b(exposeSecret|Secret\.expose)\(/,
  },
]

/** The broken rules that one file's text shows. Comments and tests do not count. */
export function findInSource(file: string, source: string): Violation[] {
  if (/\.(test|spec)\.tsx?$|\/testing\//.test(file)) return []
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
  return RULES.flatMap(({ rule, files, except, found }) => {
    const match = files.test(file) && !except.test(file) ? found.exec(code) : null
    return match ? [{ rule, from: file, to: match[0] }] : []
  })
}
