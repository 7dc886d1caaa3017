import { Command, Option } from 'commander'
import { httpVerbs } from '@/lib/steps/connector/types/http'
import { withSession } from './session'

const EXAMPLES = `
Examples:
  npm run patchbay -- key create --name "Back end" --json
  npm run patchbay -- flow run customer-plan --input '{"email": "ada@example.com"}'
  npm run patchbay -- flow run look-up-a-customer --screen ask='{"email": "ada@example.com"}'

Works with Patchbay running or not, on the database of DATABASE_URL or of the data folder (DATA_DIR).
npm prints two lines of its own first; npm run --silent patchbay -- … leaves them out.
Exit codes: 0 done, 1 failed, 2 not well formed.`

/** The command line. Each command loads what it needs only when it is run. */
export function createProgram(): Command {
  const program = new Command('npm run patchbay --')
    .description('Patchbay from the command line: operators, keys, connectors, flows and the vault.')
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) })
    .showHelpAfterError('Add --help to see how it is used.')
  addOperators(program.command('operator').description('The people who sign in to the console'))
  addKeys(program.command('key').description('Management keys, for programs that use the API'))
  addProjects(program.command('project').description('Projects'))
  addConnectors(program.command('connector').description('Connectors'))
  addVault(program.command('vault').description('The keys that protect every stored secret'))
  addFlows(program.command('flow').description('Flows'))
  return program
}

function addOperators(noun: Command): void {
  json(noun.command('create'))
    .description('Make an operator; the password is read from standard input. The first one owns this Patchbay.')
    .requiredOption('--email <address>', 'what they sign in with')
    .option('--name <name>', 'their name (default: from the address)')
    .addOption(new Option('--role <role>', 'in the project (default: editor)').choices(['admin', 'editor', 'viewer']))
    .option('--project <id or name>', 'the project they join (default: the only one)')
    .action((options) => withSession(async () => (await import('./commands/operator')).create(options)))
  json(noun.command('reset-password'))
    .description('Set an operator\u2019s password, read from standard input, and end their sessions.')
    .requiredOption('--email <address>', 'whose password')
    .action((options) => withSession(async () => (await import('./commands/operator')).reset(options)))
}

function addKeys(noun: Command): void {
  inProject(noun.command('create'))
    .description('Make a management key. It is shown this once.')
    .requiredOption('--name <name>', 'what it is for, for example "Back end"')
    .action((options) => withSession(async () => (await import('./commands/key')).create(options)))
  inProject(noun.command('list'))
    .description('List the management keys.')
    .action((options) => withSession(async () => (await import('./commands/key')).list(options)))
  inProject(noun.command('revoke <key>'))
    .description('End a management key, given by id or name, at once and for good.')
    .action((key, options) => withSession(async () => (await import('./commands/key')).revoke(key, options)))
}

function addProjects(noun: Command): void {
  json(noun.command('list'))
    .description('List the projects.')
    .action((options) => withSession(async () => (await import('./commands/project')).list(options)))
}

function addConnectors(noun: Command): void {
  inProject(noun.command('list'))
    .description('List the connectors.')
    .action((options) => withSession(async () => (await import('./commands/connector')).list(options)))
  inProject(noun.command('export [names...]'))
    .description('Print connectors (default: all) as a connector file, without secrets.')
    .action((names, options) =>
      withSession(async () => (await import('./commands/connector')).exportAll(names, options)),
    )
  inProject(noun.command('import <file>'))
    .description('Make or change the connectors of a connector file (- for standard input), by name.')
    .addOption(new Option('--curl', 'the file holds a curl command; prints its step').conflicts('openapi'))
    .option('--openapi', 'the file holds an OpenAPI 3 document; prints the steps of --operation')
    .option('--operation <id>', 'with --openapi: an operationId, or "GET /path" (repeatable)', collect, [])
    .option('--name <name>', 'with --curl or --openapi: the connector\u2019s name')
    .option('--base-url <url>', 'with --curl or --openapi: the connector\u2019s base URL')
    .option('--user <name>', 'with --curl or --openapi: the user name, client ID or access key id')
    .option('--secret-env <NAME>', 'with --curl or --openapi: the environment variable that holds the secret')
    .action((file, options) =>
      withSession(async () =>
        options.curl || options.openapi
          ? (await import('./commands/connector-import')).importText(file, options)
          : (await import('./commands/connector')).importFile(file, options),
      ),
    )
  inProject(noun.command('test <connector>'))
    .description('Make one call through a connector, given by name or id, the way a flow does.')
    .addOption(new Option('--action <verb>', 'what to send').choices(httpVerbs).default('GET'))
    .option('--endpoint <path>', 'path below the base URL, may hold {{dynamic.values}}', '/')
    .option('--payload <json>', 'JSON body, may hold {{dynamic.values}}')
    .option('--query <sql>', 'for a SQL connector: the statement')
    .option(
      '--parameter <json or text>',
      'a parameter of the statement, may hold {{dynamic.values}} (repeatable)',
      collect,
      [],
    )
    .option('--mail <json>', 'for a SMTP connector: to, cc, subject, text, html')
    .option('--value <path=json>', 'what a dynamic value stands for (repeatable)', collect, [])
    .option('--timeout <seconds>', 'gives up after so long')
    .action((connector, options) =>
      withSession(async (session) => (await import('./commands/connector')).test(connector, options, session)),
    )
}

function addVault(noun: Command): void {
  json(noun.command('status'))
    .description('Show the keys, how old they are and how many values each has sealed.')
    .action((options) => withSession(async () => (await import('./commands/vault')).status(options)))
  json(noun.command('rotate'))
    .description(
      'Make a new data key and seal every value again under it, while Patchbay runs. Goes on where it was stopped.',
    )
    .option('--root', 'change the key-encryption key instead: VAULT_KEY is the new one, VAULT_KEY_PREVIOUS the former')
    .option('--dry-run', 'say what would be done and do nothing')
    .action((options) => withSession(async (session) => (await import('./commands/vault')).rotate(options, session)))
}

function addFlows(noun: Command): void {
  inProject(noun.command('list'))
    .description('List the flows.')
    .action((options) => withSession(async () => (await import('./commands/flow')).list(options)))
  inProject(noun.command('export <flow>'))
    .description('Print a flow\u2019s draft, given by id, as a flow file.')
    .action((flow, options) => withSession(async () => (await import('./commands/flow')).exportOne(flow, options)))
  inProject(noun.command('import <file>'))
    .description('Make or replace the draft of a flow file\u2019s flow (- for standard input).')
    .option('--flow <id>', 'replace the draft of this flow, whatever id the file has')
    .option('--publish', 'publish it at once')
    .option('--note <text>', 'the version\u2019s note, with --publish')
    .action((file, options) => withSession(async () => (await import('./commands/flow')).importFile(file, options)))
  inProject(noun.command('run <flow>'))
    .description('Run a flow, given by id, and print each step with its requests and responses.')
    .option('--input <json>', 'the caller\u2019s input, read in the flow as client.*')
    .option(
      '--screen <step=json>',
      'fills in a screen; once for each time it is shown. "$button" chooses the button (default: the first)',
      collect,
      [],
    )
    .option('--draft', 'run the draft (default: the published version)')
    .option('--version <number>', 'run this version')
    .action((flow, options) =>
      withSession(async (session) => (await import('./commands/flow-run')).run(flow, options, session)),
    )
}

function json(command: Command): Command {
  return command.option('--json', 'print JSON')
}

function inProject(command: Command): Command {
  return json(command).option('--project <id or name>', 'the project (default: the only one)')
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}
