import { createHash, createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import type { Page } from '@playwright/test'
import { createOperator, expect, prepare, signIn, test, unique } from './fixtures/test'
import { type Received, sendJson, startThirdParty } from './fixtures/third-party'

// Each way of signing is set in the browser; a third party of the test's own says whether the signature is right.
const HMAC_SECRET = 'the hmac secret of a test'
const AWS_SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const TEMPLATE = 'METHOD,URI,HEADER_x-descope-timestamp,HEADER_x-tenant,BODY'

test('an HMAC is set, made of a template, kept, replaced and removed', async ({ page, workspace }) => {
  const party = await startThirdParty(answerBy(checkHmac))
  await newConnector(page, workspace.id, 'HMAC', party.url)
  await page.getByRole('button', { name: 'Signing' }).click()
  await page.getByLabel('HMAC Secret').fill(HMAC_SECRET)
  const verifier = page.getByRole('region', { name: 'How the receiver checks it' })
  await expect(verifier).toContainText('Signed: body, alone.')
  await expect(verifier).toContainText('timingSafeEqual')
  await page.getByRole('button', { name: 'Create connector' }).click()
  const replace = page.getByRole('button', { name: 'Replace HMAC Secret' })
  await expect(replace).toBeVisible()

  await test.step('the body alone', async () => {
    await send(page, '/a?b=1', '{"a": [1, "é"]}')
    await expectStatus(page, 200)
    expect(party.received.at(-1)?.body).toBe('{"a":[1,"é"]}')
  })

  await test.step('a template that names what no request carries is refused at its row', async () => {
    await page.getByRole('button', { name: 'Add header' }).click()
    await page.getByLabel('Name of header 1').fill('x-descope-signature-template')
    const value = page.getByLabel('Value of header 1')
    for (const [text, message] of [
      ['METHOD,PATH', /PATH is not known/],
      [TEMPLATE, /No request carries the header x-tenant/],
    ] as const) {
      await value.fill(text)
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await expect(value).toHaveAccessibleDescription(message)
    }
    await page.getByRole('button', { name: 'Add header' }).click()
    await page.getByLabel('Name of header 2').fill('X-Tenant')
    await page.getByLabel('Value of header 2').fill('Jürgen & Söhne')
    await expect(verifier).toContainText(
      'method + path with query + header x-descope-timestamp + header x-tenant + body',
    )
    await verifier.getByRole('radio', { name: 'Python' }).click()
    await expect(verifier).toContainText('mac.update((headers.get("x-tenant") or "").encode("latin-1"))')
    await save(page)
  })

  await test.step('all that the template names, with the kept secret', async () => {
    await send(page, '/a?b=2', '{"a":2}')
    await expectStatus(page, 200)
    expect(party.received.at(-1)?.headers['x-descope-signature-template']).toBe(TEMPLATE)
    const results = page.getByRole('region', { name: 'Test Results' })
    await results.getByRole('tab', { name: 'Request' }).click()
    const signed = results.getByRole('group', { name: 'String to sign (HMAC)' })
    await expect(signed).toHaveText(/^POST\/a\?b=2\d{10}Jürgen & Söhne\{"a":2\}$/)
    await expect(results.getByText('$HMAC_SECRET')).toBeVisible()
    await expect(page.getByText(HMAC_SECRET)).toHaveCount(0)
  })

  await test.step('removed, nothing is signed', async () => {
    await page.getByRole('button', { name: 'Remove HMAC Secret' }).click()
    await expect(page.getByText('Removed when you save.')).toBeVisible()
    await page.getByRole('button', { name: 'Keep the stored value' }).click()
    await expect(replace).toBeVisible()
    await page.getByRole('button', { name: 'Remove HMAC Secret' }).click()
    await save(page)
    await expect(page.getByRole('textbox', { name: 'HMAC Secret' })).toBeVisible()
    await send(page, '/a?b=3', '{"a":3}')
    await expectStatus(page, 401)
    expect(party.received.at(-1)?.headers).not.toHaveProperty('x-descope-webhook-s256')
  })
  await party.close()
})

test('a viewer reads the settings, and switches and copies the verifier, but changes nothing', async ({
  page,
  visitor,
  workspace,
}) => {
  const party = await startThirdParty(answerBy(checkHmac))
  await newConnector(page, workspace.id, 'Read only', party.url)
  await page.getByRole('button', { name: 'Signing' }).click()
  await page.getByLabel('HMAC Secret').fill(HMAC_SECRET)
  await page.getByRole('button', { name: 'Add header' }).click()
  await page.getByLabel('Name of header 1').fill('x-descope-signature-template')
  await page.getByLabel('Value of header 1').fill('METHOD,BODY')
  await page.getByRole('button', { name: 'Create connector' }).click()
  await expect(page.getByRole('button', { name: 'Replace HMAC Secret' })).toBeVisible()

  await signIn(visitor, await createOperator(workspace, 'viewer'))
  await visitor.goto(page.url())
  await expect(visitor.getByText('You can look at this connector.')).toBeVisible()
  for (const label of ['Name', 'Base URL', 'Name of header 1', 'Value of header 1'])
    await expect(visitor.getByLabel(label, { exact: true })).toBeDisabled()
  for (const name of ['Add header', 'Remove header 1', 'Replace HMAC Secret'])
    await expect(visitor.getByRole('button', { name })).toBeDisabled()
  await expect(visitor.getByRole('switch', { name: 'Trust any certificate' })).toBeDisabled()

  const verifier = visitor.getByRole('region', { name: 'How the receiver checks it' })
  await verifier.getByRole('radio', { name: 'Python' }).click()
  await expect(verifier).toContainText('import hmac')
  await verifier.getByRole('button', { name: 'Copy the Python code' }).click()
  await expect(verifier.getByText('Copied')).toBeAttached()
  await visitor.getByRole('button', { name: 'Advanced' }).click()
  await expect(visitor.getByLabel('Timeout, seconds')).toBeDisabled()
  await party.close()
})

test('AWS Signature V4 is set, and refused beside Bearer', async ({ page, workspace }) => {
  const party = await startThirdParty(answerBy(checkAws))
  await newConnector(page, workspace.id, 'AWS', party.url)
  await page.getByRole('button', { name: 'Signing' }).click()
  const type = page.getByRole('combobox', { name: 'AWS Signature V4' })
  await type.click()
  await page.getByRole('option', { name: 'With an access key' }).click()
  const create = page.getByRole('button', { name: 'Create connector' })
  await create.click()
  await expect(page.getByLabel('Access key id')).toHaveAccessibleDescription(/Enter the access key id/)
  await page.getByLabel('Access key id').fill('AKIDEXAMPLE')
  await page.getByLabel('Secret access key', { exact: true }).fill(AWS_SECRET)
  await page.getByLabel('Region').fill('eu-west-1')
  await page.getByLabel('Service').fill('execute-api')

  const method = page.getByRole('combobox', { name: 'Authentication Type' })
  await method.click()
  await page.getByRole('option', { name: 'Bearer Token' }).click()
  await page.getByLabel('Token', { exact: true }).fill('t')
  await create.click()
  await expect(page.getByText(/Choose Authentication Type None, or turn this off/)).toBeVisible()
  await method.click()
  await page.getByRole('option', { name: 'None', exact: true }).click()
  await create.click()
  await expect(page.getByRole('button', { name: 'Replace Secret access key' })).toBeVisible()

  await send(page, "/a%20b/(c)?z=1&a=x%2Fy&a=b'c", '{"a":1}')
  await expectStatus(page, 200)
  await expect(page.getByText(AWS_SECRET)).toHaveCount(0)
  await party.close()
})

test('HTTP Message Signatures are set; a key that does not fit is refused at its field', async ({
  page,
  workspace,
}) => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const party = await startThirdParty(answerBy((request) => checkMessage(request, publicPem, party.url)))
  await newConnector(page, workspace.id, 'Message', party.url)
  await page.getByRole('button', { name: 'Signing' }).click()
  await page.getByRole('switch', { name: 'HTTP Message Signatures' }).click()
  const key = page.getByLabel('Private key')
  const create = page.getByRole('button', { name: 'Create connector' })
  await create.click()
  await expect(page.getByLabel('Key id')).toHaveAccessibleDescription(/Enter the id/)
  await page.getByLabel('Key id').fill('test key')
  for (const [text, message] of [
    ['hunter2', /This is no key/],
    [publicPem, /This is a public key/],
    [other.export({ type: 'pkcs8', format: 'pem' }).toString(), /needs an Ed25519 key/],
  ] as const) {
    await key.fill(text)
    await create.click()
    await expect(key).toHaveAccessibleDescription(message)
  }
  await key.fill(pem)
  const components = page.getByLabel('Covered components')
  await components.fill('@method, @target-uri, x-absent')
  await create.click()
  await expect(components).toHaveAccessibleDescription(/No request carries the header x-absent/)
  await components.fill('@method, @target-uri, content-type, content-digest')
  await create.click()
  await expect(page.getByRole('button', { name: 'Replace Private key' })).toBeVisible()
  await expect(page.getByText('HTTP Message Signatures').first()).toBeVisible()

  await send(page, '/a?b=1', '{"a":1}')
  await expectStatus(page, 200)

  await test.step('another algorithm asks for its key', async () => {
    await page.getByRole('combobox', { name: 'Algorithm' }).click()
    await page.getByRole('option', { name: 'rsa-pss-sha512' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Replace Private key' })).toHaveAccessibleDescription(
      /another algorithm/,
    )
  })
  await party.close()
})

test('a file brings the settings of signing, and an export holds no secret', async ({ workspace }) => {
  const name = unique('From a file')
  const file = {
    type: 'http',
    name,
    baseUrl: 'https://api.example.com',
    hmacSecret: HMAC_SECRET,
    awsAuthType: 'credentials',
    awsAccessKeyId: 'AKIDEXAMPLE',
    awsSecretAccessKey: AWS_SECRET,
    awsRegion: 'us-east-1',
    awsService: 's3',
    rfc9421SigningEnabled: true,
    rfc9421Algorithm: 'hmac-sha256',
    rfc9421KeyId: 'k',
    rfc9421PrivateKey: 'a shared key of a test',
    rfc9421Components: '@method, content-digest',
    rfc9421SignatureTTL: 60,
  }
  await prepare(['connector', 'import', '-', '--project', workspace.id], file)
  const exported = await prepare(['connector', 'export', name, '--project', workspace.id])
  const { hmacSecret: _, awsSecretAccessKey: __, rfc9421PrivateKey: ___, ...settings } = file
  expect(JSON.parse(exported)).toMatchObject({ connectors: [settings] })
  for (const secret of [HMAC_SECRET, AWS_SECRET, 'a shared key of a test']) expect(exported).not.toContain(secret)
})

async function newConnector(page: Page, projectId: string, what: string, baseUrl: string): Promise<void> {
  await page.goto(`/p/${projectId}/connectors/new`)
  await page.getByLabel('Name', { exact: true }).fill(unique(what))
  await page.getByLabel('Base URL').fill(baseUrl)
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Unsaved changes')).toHaveCount(0)
}

async function send(page: Page, endpoint: string, json: string): Promise<void> {
  const panel = page.getByLabel('Test', { exact: true })
  await panel.getByRole('combobox', { name: 'Verb' }).click()
  await page.getByRole('option', { name: 'POST' }).click()
  await panel.getByLabel('Endpoint').fill(endpoint)
  await panel.getByRole('radio', { name: 'JSON' }).click()
  await panel.getByLabel('JSON payload').fill(json)
  await panel.getByRole('button', { name: 'Send' }).click()
}

async function expectStatus(page: Page, status: number): Promise<void> {
  const results = page.getByRole('region', { name: 'Test Results' })
  await expect(results.getByText(new RegExp(`^${status} `))).toBeVisible()
}

function answerBy(isSigned: (request: Received) => boolean): Parameters<typeof startThirdParty>[0] {
  return (request, response) => sendJson(response, isSigned(request) ? 200 : 401, {})
}

const headerOf = ({ headers }: Received, name: string) => String(headers[name] ?? '')

function checkHmac(request: Received): boolean {
  const mac = createHmac('sha256', HMAC_SECRET)
  if (headerOf(request, 'x-descope-signature-template') === TEMPLATE) {
    mac.update(request.method).update(request.path).update(headerOf(request, 'x-descope-timestamp'))
    mac.update(headerOf(request, 'x-tenant'), 'latin1')
  }
  return headerOf(request, 'x-descope-webhook-s256') === mac.update(request.body).digest('base64')
}

/** As a service of AWS does it, from the wire: the path encoded once more, the query sorted. */
function checkAws(request: Received): boolean {
  const [, signed = '', signature = ''] =
    /SignedHeaders=(.*), Signature=(.*)$/.exec(headerOf(request, 'authorization')) ?? []
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const [path = '', query = ''] = request.path.split('?')
  const pairs = query.split('&').map((pair) =>
    pair
      .split('=')
      .map((part) => encode(decodeURIComponent(part)))
      .join('='),
  )
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const headers = signed.split(';').map((name) => `${name}:${headerOf(request, name)}\n`)
  const canonical = [
    request.method,
    path.split('/').map(encode).join('/'),
    pairs.sort().join('&'),
    headers.join(''),
    signed,
    hash(request.body),
  ]
  const time = headerOf(request, 'x-amz-date')
  const scope = [time.slice(0, 8), 'eu-west-1', 'execute-api', 'aws4_request']
  const key = scope.reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${AWS_SECRET}`,
  )
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(canonical.join('\n'))].join('\n')
  return signature !== '' && createHmac('sha256', key).update(toSign).digest('hex') === signature
}

function checkMessage(request: Received, publicKey: string, origin: string): boolean {
  const input = headerOf(request, 'signature-input').replace(/^sig1=/, '')
  const signature = /^sig1=:(.*):$/.exec(headerOf(request, 'signature'))?.[1] ?? ''
  const digest = `sha-256=:${createHash('sha256').update(request.body).digest('base64')}:`
  const base = [
    `"@method": ${request.method}`,
    `"@target-uri": ${origin}${request.path}`,
    `"content-type": ${headerOf(request, 'content-type')}`,
    `"content-digest": ${digest}`,
    `"@signature-params": ${input}`,
  ].join('\n')
  return verify(null, Buffer.from(base), createPublicKey(publicKey), Buffer.from(signature, 'base64'))
}
