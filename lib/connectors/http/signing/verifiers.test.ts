import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeEgress } from '@/lib/egress/request'
import { hmacSignature } from './hmac'
import { parseSignatureTemplate } from './signature-template'
import { type SentCase, startReceiver } from './testing/receiver'
import { type VerifierLanguage, writeVerifier } from './verifiers'

vi.hoisted(() => {
  process.env.EGRESS_ALLOW = '127.0.0.1'
  process.env.LOG_LEVEL = 'silent'
})

const SECRET = 'signing secret \u00e9'

// Servers in the receiver's own language that answer 200 when the copied function says so, else 401. Each prints its port.
const servers: Record<VerifierLanguage, { command: string[]; version: string[]; file: string; server: string }> = {
  node: {
    command: [process.execPath, 'server.mjs'],
    version: [process.execPath, '--version'],
    file: 'verify.mjs',
    server: `import { createServer } from 'node:http'
import { verify } from './verify.mjs'
const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  response.writeHead(verify(request, Buffer.concat(chunks), process.env.SECRET) ? 200 : 401).end()
}).listen(0, '127.0.0.1', () => console.log(server.address().port))
`,
  },
  python: {
    command: ['python3', '-u', 'server.py'],
    version: ['python3', '--version'],
    file: 'verify.py',
    server: `import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from verify import verify

class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        known = verify(self.command, self.path, self.headers, body, os.environ["SECRET"])
        self.send_response(200 if known else 401)
        self.end_headers()
    do_GET = do_POST = do_PUT = do_DELETE = answer
    def log_message(self, *args):
        pass

server = HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port)
server.serve_forever()
`,
  },
  go: {
    command: ['go', 'run', '.'],
    version: ['go', 'version'],
    file: 'verify.go',
    server: `package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

func main() {
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if !Verify(r, body, os.Getenv("SECRET")) {
			w.WriteHeader(401)
		}
	}))
}
`,
  },
}
const serverFiles: Record<VerifierLanguage, string> = { node: 'server.mjs', python: 'server.py', go: 'main.go' }

const templates = [
  null,
  'METHOD,URI,HEADER_x-descope-timestamp,BODY',
  'BODY, HEADER_Host,HEADER_x-name,HEADER_authorization,HEADER_content-type,URI,METHOD',
]
const calls: SentCase['call'][] = [
  { action: 'POST', endpoint: '/a%20b?q={{form.name}}&x=//(1)', payload: { type: 'json', value: { a: '\u2603' } } },
  { action: 'GET', endpoint: '?a=1', payload: null },
  { action: 'DELETE', endpoint: '', payload: null },
]

describe.each(['node', 'python', 'go'] as const)('the %s verifier', (language) => {
  const { version, command, file, server } = servers[language]
  const [executable = '', ...args] = version
  const found = spawnSync(executable, args).status === 0
  if (!found)
    process.stderr.write(`NOT TESTED: ${executable} is not installed; the ${language} verifier was not run.\n`)

  describe.runIf(found).each(templates)('of %s', (template) => {
    const elements = template === null ? null : parseSignatureTemplate(template).elements
    const receiver = startReceiver()
    let folder: string
    let running: ChildProcess
    let baseUrl: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'patchbay-verifier-'))
      const code = writeVerifier(language, elements ?? [{ type: 'body' }])
      await writeFile(join(folder, file), code.replace('package webhook', 'package main'))
      await writeFile(join(folder, serverFiles[language]), server)
      if (language === 'go') await writeFile(join(folder, 'go.mod'), 'module receiver\n\ngo 1.20\n')
      const [program = '', ...rest] = command
      running = spawn(program, rest, {
        cwd: folder,
        env: { ...process.env, SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const [line] = await once(running.stdout ?? createServer(), 'data')
      baseUrl = `http://127.0.0.1:${String(line).trim()}`
      // Go compiles first.
    }, 120_000)
    afterAll(async () => {
      running.kill()
      await closeEgress()
      await rm(folder, { recursive: true })
    })

    const answerTo = async (call: SentCase['call'], secret = SECRET) => {
      const headers = [{ key: 'X-Name', value: '{{form.name}}' }]
      if (template !== null) headers.push({ key: 'X-Descope-Signature-Template', value: template })
      const { outcome } = await receiver.send({
        config: { baseUrl, headers, authentication: { method: 'bearerToken' } },
        secrets: { hmacSecret: secret, 'authentication.bearerToken': 'tok' },
        values: { form: { name: 'J\u00fcrgen' } },
        call,
      })
      return outcome.record.response?.status
    }

    it.each(calls)('knows what Patchbay sends: $action $endpoint', async (call) => {
      expect(await answerTo(call)).toBe(200)
    })

    it('refuses another secret', async () => {
      expect(await answerTo(calls[0], 'another')).toBe(401)
    })

    it('refuses a request that was changed or is not signed', async () => {
      const headers = { 'x-descope-webhook-s256': 'AAAA', 'x-descope-timestamp': '1' }
      const changed = await fetch(baseUrl, { method: 'POST', body: 'x', headers })
      expect(changed.status).toBe(401)
      expect((await fetch(baseUrl)).status).toBe(401)
    })

    it.runIf(template === templates[1])('refuses a request that is too old, though it is signed', async () => {
      const sent = async (ageSeconds: number) => {
        const timestamp = String(Math.floor(Date.now() / 1000) - ageSeconds)
        const signature = hmacSignature(SECRET, ['POST', '/', timestamp, 'x'])
        const headers = { 'x-descope-webhook-s256': signature, 'x-descope-timestamp': timestamp }
        return (await fetch(baseUrl, { method: 'POST', body: 'x', headers })).status
      }
      expect([await sent(290), await sent(310), await sent(-310)]).toEqual([200, 401, 401])
    })
  })
})
