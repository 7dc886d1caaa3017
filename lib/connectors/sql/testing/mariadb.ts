import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Certificate } from '@/lib/egress/testing/certificate'
import { freePort } from '@/server/free-port'

export interface MariaDb {
  port: number
  /** For `startMariaDb` with `tls`: what the server shows from here on. */
  showCertificate(certificate: Certificate): Promise<void>
  stop(): Promise<void>
}

const SERVERS = ['/usr/sbin/mariadbd', '/usr/bin/mariadbd', '/usr/local/bin/mariadbd', '/opt/homebrew/bin/mariadbd']

const SHARE = '/usr/share/mysql'
const SYSTEM_TABLES = ['system_tables.sql', 'performance_tables.sql', 'system_tables_data.sql']

/** The MariaDB server of this machine; as root on Debian or Ubuntu it is installed when it is not there. Null: none can be had. */
export function findMariaDb(): string | null {
  const found = SERVERS.find((path) => existsSync(path))
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing the package mariadb-server-core for the tests of the SQL connector …\n')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update'], { stdio: 'ignore', env })
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'mariadb-server-core'], { stdio: 'ignore', env })
  }
  return SERVERS.find((path) => existsSync(path)) ?? null
}

/** Starts a MariaDB on a folder and a port of its own, with the user and database `acme`. */
export async function startMariaDb(program: string, password: string, tls?: Certificate): Promise<MariaDb> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-mariadb-'))
  const port = await freePort()
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : []
  const data = join(folder, 'data')
  const init = join(folder, 'init.sql')
  await writeFile(
    init,
    [
      'CREATE DATABASE acme',
      `CREATE USER acme@'%' IDENTIFIED BY '${password}'`,
      "GRANT ALL ON acme.* TO acme@'%'",
      // FLUSH SSL reads the certificate again.
      "GRANT RELOAD ON *.* TO acme@'%'",
      'CREATE TABLE acme.customers (id int PRIMARY KEY, email varchar(200) CHARACTER SET utf8mb4, plan varchar(20))',
      "INSERT INTO acme.customers VALUES (1, 'ada@example.com', 'pro'), (2, 'alan@example.com', 'free')",
      '',
    ].join(';\n'),
  )
  await mkdir(data)
  // mariadb-install-db asks for programs of further packages; this is what it does.
  const prefix = existsSync(join(SHARE, 'mariadb_system_tables.sql')) ? 'mariadb' : 'mysql'
  const tables = SYSTEM_TABLES.map((file) => readFileSync(join(SHARE, `${prefix}_${file}`), 'utf8'))
  const input = ['CREATE DATABASE mysql;\nUSE mysql;', ...tables].join('\n')
  const made = spawnSync(program, ['--no-defaults', `--datadir=${data}`, '--bootstrap', ...asRoot], { input })
  if (made.status !== 0) throw new Error(`MariaDB could not make its data folder: ${made.stderr}`)
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const showCertificate = async (certificate: Certificate) => {
    await writeFile(cert, certificate.cert)
    await writeFile(key, certificate.key)
  }
  if (tls) await showCertificate(tls)
  const options = [
    ...(tls ? [`--ssl-cert=${cert}`, `--ssl-key=${key}`] : []),
    `--datadir=${data}`,
    `--port=${port}`,
    `--socket=${join(folder, 'socket')}`,
    '--bind-address=127.0.0.1',
    `--init-file=${init}`,
    '--skip-name-resolve',
    '--innodb-flush-log-at-trx-commit=0',
  ]
  const server = spawn(program, ['--no-defaults', ...options, ...asRoot], { stdio: 'ignore' })
  await untilListening(server, port)
  return {
    port,
    showCertificate,
    async stop() {
      if (server.exitCode === null) {
        server.kill('SIGTERM')
        await once(server, 'exit')
      }
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilListening(server: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`MariaDB ended with ${server.exitCode}.`)
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true))
      socket.on('error', () => done(false))
      socket.on('connect', () => socket.destroy())
    })
    if (open) return
    await new Promise((done) => setTimeout(done, 200))
  }
  throw new Error('MariaDB did not start within 30 seconds.')
}
