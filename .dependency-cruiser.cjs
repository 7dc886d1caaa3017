// Who may import whom, each rule with its reason. Every one is an error; there is no baseline.
// `npm run check` runs this through scripts/check-boundaries.ts, which also proves that each rule finds a violation.
const TESTS = '\\.(test|spec)\\.tsx?$|/testing/'
const CORE_PACKAGES = 'node_modules/(zod|re2js)/'

/** A floor of the core: what is on it may import the floors below it and nothing else. */
const floor = (name, below) => ({
  name: 'core-is-pure',
  severity: 'error',
  comment:
    'Language, steps, flow and engine are the part that must give the same output for the same input: no I/O, clock or framework. Pass what is needed as an argument.',
  from: { path: `^lib/${name}/`, pathNot: TESTS },
  to: { pathNot: [...[name, ...below].map((other) => `^lib/${other}/`), CORE_PACKAGES] },
})

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to })
const atRuntime = { dependencyTypesNot: ['type-only'] }

module.exports = {
  forbidden: [
    floor('language', []),
    floor('steps', ['language']),
    floor('flow', ['steps', 'language']),
    floor('engine', ['flow', 'steps', 'language']),

    rule(
      'next-never-calls-out',
      'Next seals and edits, Hono runs and calls out: a server action blocks the next one of its page until it ends. Make it a route of lib/api.',
      { path: '^app/|(^|/)actions\\.ts$|^proxy\\.ts$' },
      {
        path: '^lib/(egress/|vault/open|jobs/(work|pump|install)|connectors/(call|clients|client)\\.ts|runner/(?!queries|types|errors))',
        reachable: true,
      },
    ),

    rule(
      'runner-drives',
      'Only the runner lets the engine meet the world; elsewhere two code paths would run flows differently.',
      { path: '^(lib|app|server)/', pathNot: ['^lib/(engine|runner)/', TESTS] },
      // What a message or a state is may be known to all.
      { path: '^lib/engine/(?!message|state)', ...atRuntime },
    ),

    rule(
      'one-way-out',
      'Every call to another host passes the egress guard. Use egressRequest of lib/egress.',
      {
        path: '^(lib|app|components|prisma/seed)/|^proxy\\.ts$',
        // They speak over a socket that the egress has opened, and open none.
        pathNot: ['^lib/egress/', '^lib/connectors/(sql/mysql/session|smtp/send)\\.ts$', TESTS],
      },
      {
        path: '^(node:)?(http|https|http2|net|tls|dgram|dns)(/promises)?$|node_modules/(undici|axios|got|node-fetch|ws|mysql2|nodemailer)/',
        ...atRuntime,
      },
    ),
    rule(
      'one-way-out',
      'Connections to PostgreSQL are opened by lib/db, and by the listener and the job queue that need one of their own; the SQL connector speaks over a socket of the egress.',
      {
        path: '^(lib|app|components)/',
        pathNot: ['^lib/(db\\.ts|jobs/|egress/|runner/live\\.ts|connectors/sql/postgres/session\\.ts)', TESTS],
      },
      { path: 'node_modules/(pg|pg-boss)/', ...atRuntime },
    ),

    rule(
      'secrets-stay',
      'Plaintext secrets exist only where they are sent: connector clients, outbound tokens, identity, and the sealed state of an execution.',
      {
        path: '^(lib|app|components|server|prisma/seed)/',
        pathNot: [
          '^lib/vault/',
          '^lib/connectors/(client|call|secrets)\\.ts$',
          '^lib/connectors/[^/]+/(client|secrets)\\.ts$',
          '^lib/connectors/[^/]+/authentication/',
          '^lib/(outbound|identity)/',
          '^lib/runner/(stored-state|effects/)',
          // Only the id of the key, before anything is opened.
          '^server/database/vault-key\\.ts$',
          TESTS,
        ],
      },
      { path: '^lib/vault/(open|envelope)\\.ts$', ...atRuntime },
    ),

    rule(
      'db-is-private',
      'Rows are read and written by queries and services, which scope every statement by project.',
      {
        pathNot: [
          '(^|/)(queries|service)\\.ts$',
          '/(queries|service)/',
          '^lib/db\\.ts$',
          '^lib/(vault|jobs)/',
          '^lib/outbound/leases',
          '^lib/flow-catalog/snapshots\\.ts$',
          '^lib/console/',
          '^lib/runner/journal',
          '^prisma/(seed|generated)/',
          '^(server|scripts|bench|e2e)/',
          TESTS,
        ],
      },
      { path: '^(lib/db\\.ts$|prisma/generated/|node_modules/@prisma/)', ...atRuntime },
    ),

    rule(
      'client-safe',
      'Components run in the browser: they import schemas, definitions, actions and keys of queries. Load data in the page and pass it down.',
      { path: '^(components|hosted)/', pathNot: TESTS },
      {
        path: [
          '^lib/(db|env|log|lifecycle)\\.ts$',
          '^lib/(vault|egress|jobs|api)/',
          // Of connections only what holds no secret and reaches nothing.
          '^lib/outbound/(?!apps/templates/|.*(owner|schema|limits|types|actions|destinations|url)\\.ts$)',
          '^lib/runner/(?!types)',
          '^lib/.*/(service|queries|clients?)\\.ts$',
        ],
        ...atRuntime,
      },
    ),

    rule(
      'ui-is-leaf',
      'Primitives know nothing of the product, so that any view can use them.',
      { path: '^components/ui/', pathNot: TESTS },
      { path: '^(app|lib|server|prisma|components/(?!ui/))' },
    ),
    rule(
      'no-sideways',
      'A feature that imports another cannot be changed alone. Share through ui, form, template, screen, messages, usage or api, or compose in the page.',
      { path: '^components/([^/]+)/', pathNot: TESTS },
      { path: '^components/', pathNot: '^components/($1|ui|form|template|screen|messages|usage|api)/' },
    ),
    rule(
      'nobody-imports-app',
      'Routes are the outermost layer: they compose, nobody depends on them.',
      { pathNot: '^app/' },
      { path: '^app/' },
    ),
    rule(
      'nobody-imports-server',
      'The composition root knows everybody; who imports it would start it.',
      { pathNot: ['^(server|scripts|bench|e2e)/', '^(playwright|vitest)\\.config\\.ts$', TESTS] },
      { path: '^server/' },
    ),
    rule(
      'lib-never-imports-ui',
      'Rules and reads work without a browser: the command line and the API use them.',
      { path: '^lib/' },
      { path: '^(components|hosted)/' },
    ),
    rule(
      'no-cycles',
      'Modules in a circle cannot be understood or loaded one by one.',
      {},
      { circular: true, viaOnly: atRuntime },
    ),
    rule(
      'no-barrels',
      'An index file loads a whole folder for one name and hides who uses what. Import the module itself; the registries are named for what they hold.',
      { path: '^(app|components|hosted|lib|server|prisma/seed)/' },
      { path: '(^|/)index\\.tsx?$', pathNot: 'node_modules/' },
    ),
    rule('resolvable', 'What cannot be resolved is not checked.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules|^prisma/generated' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
