import type { ImportedAuthentication, ImportedStep } from '../../types'

export interface Sample {
  name: string
  command: string
  base: string
  /** Verb and endpoint. */
  call: string
  payload?: ImportedStep['payload']
  authentication?: ImportedAuthentication
  headers?: Record<string, string>
  /** What the report says was left out or changed. */
  left?: string[]
  changed?: string[]
  timeoutSeconds?: number
  /** Its request differs on purpose from the one that curl sends; else the two are compared. */
  differs?: true
}

const bearer = (bearerToken: string | null): ImportedAuthentication => ({ method: 'bearerToken', bearerToken })
const apiKey = (key: string, token: string | null): ImportedAuthentication => ({
  method: 'apiKey',
  apiKey: { key, token },
})
const basic = (username: string, password: string | null): ImportedAuthentication => ({
  method: 'basic',
  basic: { username, password },
})
const json = (value: NonNullable<ImportedStep['payload']>['value']): ImportedStep['payload'] => ({
  type: 'json',
  value,
})
const form = (value: Record<string, string>): ImportedStep['payload'] => ({ type: 'form', value })
const text = (value: string): ImportedStep['payload'] => ({ type: 'text', value })

/** Commands as documentation, browsers and tools write them. */
export const samples: Sample[] = [
  {
    name: 'Stripe: key as user name',
    command: `curl https://api.stripe.com/v1/charges \\
  -u sk_test_4eC39HqLyjWDarjtT1zdp7dc: \\
  -d amount=2000 -d currency=usd \\
  -d "metadata[order_id]=6735" -d source=tok_visa`,
    base: 'https://api.stripe.com/v1',
    call: 'POST /charges',
    payload: form({ amount: '2000', currency: 'usd', 'metadata[order_id]': '6735', source: 'tok_visa' }),
    authentication: apiKey('Authorization', 'Basic c2tfdGVzdF80ZUMzOUhxTHlqV0Rhcmp0VDF6ZHA3ZGM6'),
  },
  {
    name: 'Stripe: list with -G',
    command: `curl -G https://api.stripe.com/v1/customers -u "sk_test_abc:" -d limit=3 -d "created[gte]=1700000000"`,
    base: 'https://api.stripe.com/v1',
    call: 'GET /customers?limit=3&created[gte]=1700000000',
    authentication: apiKey('Authorization', 'Basic c2tfdGVzdF9hYmM6'),
  },
  {
    name: 'OpenAI: variable for the key',
    command: `curl https://api.openai.com/v1/chat/completions \\
  -H "Content-Type: application/json" \\
  -H "Authorization: Bearer $OPENAI_API_KEY" \\
  -d '{
    "model": "gpt-4o-mini",
    "messages": [{"role": "user", "content": "Say \\"this\\" is a test!"}],
    "temperature": 0.7, "stream": false, "stop": null
  }'`,
    base: 'https://api.openai.com/v1',
    call: 'POST /chat/completions',
    payload: json({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'Say "this" is a test!' }],
      temperature: 0.7,
      stream: false,
      stop: null,
    }),
    authentication: bearer(null),
    changed: ['Authorization'],
    differs: true,
  },
  {
    name: 'Anthropic',
    command: `curl https://api.anthropic.com/v1/messages \\
     --header "x-api-key: $ANTHROPIC_API_KEY" \\
     --header "anthropic-version: 2023-06-01" \\
     --header "content-type: application/json" \\
     --data '{"model": "claude-x", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello"}]}'`,
    base: 'https://api.anthropic.com/v1',
    call: 'POST /messages',
    payload: json({ model: 'claude-x', max_tokens: 1024, messages: [{ role: 'user', content: 'Hello' }] }),
    authentication: apiKey('x-api-key', null),
    headers: { 'anthropic-version': '2023-06-01' },
    changed: ['x-api-key'],
    differs: true,
  },
  {
    name: 'GitHub: list issues',
    command: `curl -L \\
  -H "Accept: application/vnd.github+json" \\
  -H "Authorization: Bearer <YOUR-TOKEN>" \\
  -H "X-GitHub-Api-Version: 2022-11-28" \\
  https://api.github.com/repos/OWNER/REPO/issues`,
    base: 'https://api.github.com',
    call: 'GET /repos/OWNER/REPO/issues',
    authentication: bearer(null),
    headers: { Accept: 'application/vnd.github+json', 'X-GitHub-Api-Version': '2022-11-28' },
    changed: ['Authorization'],
    differs: true,
  },
  {
    name: 'GitHub: old token scheme',
    command: `curl -H 'Authorization: token ghp_abcdefghijklmnopqrstuvwxyz012345' https://api.github.com/user`,
    base: 'https://api.github.com',
    call: 'GET /user',
    authentication: apiKey('Authorization', 'token ghp_abcdefghijklmnopqrstuvwxyz012345'),
  },
  {
    name: 'GitLab',
    command: `curl --request POST --header "PRIVATE-TOKEN: glpat-0123456789abcdefghij" --url "https://gitlab.example.com/api/v4/projects/5/issues?title=Issues%20with%20auth&labels=bug"`,
    base: 'https://gitlab.example.com/api/v4',
    call: 'POST /projects/5/issues?title=Issues%20with%20auth&labels=bug',
    authentication: apiKey('PRIVATE-TOKEN', 'glpat-0123456789abcdefghij'),
  },
  {
    name: 'Slack: chat.postMessage',
    command: `curl -X POST -H 'Authorization: Bearer xoxb-1234-56789abcdefghijklmnop' -H 'Content-type: application/json; charset=utf-8' --data '{"channel":"C123456","text":"Hello, world"}' https://slack.com/api/chat.postMessage`,
    base: 'https://slack.com/api',
    call: 'POST /chat.postMessage',
    payload: json({ channel: 'C123456', text: 'Hello, world' }),
    authentication: bearer('xoxb-1234-56789abcdefghijklmnop'),
  },
  {
    name: 'Slack: incoming webhook, whose address is the secret',
    command: `curl -X POST -H 'Content-type: application/json' --data '{"text":"Hello"}' https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX`,
    base: 'https://hooks.slack.com',
    call: 'POST /services/{{client.token}}',
    payload: json({ text: 'Hello' }),
    changed: ['URL'],
    differs: true,
  },
  {
    name: 'Telegram: token in the path',
    command: `curl -s "https://api.telegram.org/bot123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc/sendMessage" -d chat_id=1 -d text="hi there"`,
    base: 'https://api.telegram.org',
    call: 'POST /bot{{client.token}}/sendMessage',
    payload: form({ chat_id: '1', text: 'hi there' }),
    changed: ['URL'],
    differs: true,
  },
  {
    name: 'Twilio',
    command: `curl -X POST https://api.twilio.com/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json \\
--data-urlencode "Body=Hi there" \\
--data-urlencode "From=+15017122661" \\
--data-urlencode "To=+15558675310" \\
-u $TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN`,
    base: 'https://api.twilio.com/2010-04-01',
    call: 'POST /Accounts/{{client.TWILIO_ACCOUNT_SID}}/Messages.json',
    payload: form({ Body: 'Hi there', From: '+15017122661', To: '+15558675310' }),
    authentication: basic('', null),
    changed: ['-u', '$TWILIO_ACCOUNT_SID'],
    differs: true,
  },
  {
    name: 'SendGrid',
    command: `curl --request POST \\
  --url https://api.sendgrid.com/v3/mail/send \\
  --header "Authorization: Bearer $SENDGRID_API_KEY" \\
  --header 'Content-Type: application/json' \\
  --data '{"personalizations": [{"to": [{"email": "test@example.com"}]}],"from": {"email": "test@example.com"},"subject": "Hi","content": [{"type": "text/plain", "value": "and easy"}]}'`,
    base: 'https://api.sendgrid.com/v3',
    call: 'POST /mail/send',
    payload: json({
      personalizations: [{ to: [{ email: 'test@example.com' }] }],
      from: { email: 'test@example.com' },
      subject: 'Hi',
      content: [{ type: 'text/plain', value: 'and easy' }],
    }),
    authentication: bearer(null),
    changed: ['Authorization'],
    differs: true,
  },
  {
    name: 'Mailgun: multipart fields',
    command: `curl -s --user 'api:key-3ax6xnjp29jd6fds4gc373sgvjxteol0' \\
    https://api.mailgun.net/v3/samples.mailgun.org/messages \\
    -F from='Excited User <excited@samples.mailgun.org>' \\
    -F to=devs@mailgun.net -F subject='Hello' -F text='Testing some Mailgun awesomeness!' \\
    -F attachment=@files/cartman.jpg`,
    base: 'https://api.mailgun.net/v3',
    call: 'POST /samples.mailgun.org/messages',
    payload: form({
      from: 'Excited User <excited@samples.mailgun.org>',
      to: 'devs@mailgun.net',
      subject: 'Hello',
      text: 'Testing some Mailgun awesomeness!',
    }),
    authentication: basic('api', 'key-3ax6xnjp29jd6fds4gc373sgvjxteol0'),
    left: ['-F'],
    changed: ['-F'],
    differs: true,
  },
  {
    name: 'Shopify',
    command: `curl -X GET "https://your-development-store.myshopify.com/admin/api/2024-01/products.json?limit=5" -H "X-Shopify-Access-Token: shpat_0123456789abcdef"`,
    base: 'https://your-development-store.myshopify.com',
    call: 'GET /admin/api/2024-01/products.json?limit=5',
    authentication: apiKey('X-Shopify-Access-Token', 'shpat_0123456789abcdef'),
  },
  {
    name: 'Zendesk: token behind the address',
    command: `curl https://{subdomain}.zendesk.com/api/v2/tickets/{ticket_id}.json -u {email_address}/token:{api_token}`,
    base: 'https://<subdomain>.zendesk.com/api/v2',
    call: 'GET /tickets/{{client.ticket_id}}.json',
    authentication: basic('{email_address}/token', null),
    changed: ['URL', '-u'],
    differs: true,
  },
  {
    name: 'Jira',
    command: `curl --request GET \\
  --url 'https://your-domain.atlassian.net/rest/api/3/issue/PROJ-1?fields=summary' \\
  --user 'email@example.com:ATATT3xFfGF0' \\
  --header 'Accept: application/json'`,
    base: 'https://your-domain.atlassian.net/rest/api/3',
    call: 'GET /issue/PROJ-1?fields=summary',
    authentication: basic('email@example.com', 'ATATT3xFfGF0'),
    headers: { Accept: 'application/json' },
  },
  {
    name: 'HubSpot: key in the query',
    command: `curl --request GET --url 'https://api.hubapi.com/crm/v3/objects/contacts?limit=10&hapikey=x&archived=false&api_key=demo'`,
    base: 'https://api.hubapi.com',
    call: 'GET /crm/v3/objects/contacts?limit=10&hapikey=x&archived=false&api_key={{client.api_key}}',
    changed: ['URL'],
    differs: true,
  },
  {
    name: 'Google Maps: key in the query',
    command: `curl -L -X GET 'https://maps.googleapis.com/maps/api/geocode/json?address=24%20Sussex%20Drive%20Ottawa%20ON&key=YOUR_API_KEY'`,
    base: 'https://maps.googleapis.com',
    call: 'GET /maps/api/geocode/json?address=24%20Sussex%20Drive%20Ottawa%20ON&key={{client.key}}',
    changed: ['URL'],
    differs: true,
  },
  {
    name: 'Google: command substitution for the token',
    command: `curl -X POST \\
    -H "Authorization: Bearer $(gcloud auth print-access-token)" \\
    -H "x-goog-user-project: my-project" \\
    -H "Content-Type: application/json; charset=utf-8" \\
    -d @request.json \\
    "https://translation.googleapis.com/language/translate/v2"`,
    base: 'https://translation.googleapis.com',
    call: 'POST /language/translate/v2',
    payload: text(''),
    authentication: bearer(null),
    headers: { 'x-goog-user-project': 'my-project', 'Content-Type': 'application/json; charset=utf-8' },
    left: ['-d'],
    changed: ['Authorization', 'payload'],
    differs: true,
  },
  {
    name: 'Microsoft: client credentials',
    command: `curl -X POST -H "Content-Type: application/x-www-form-urlencoded" -d 'client_id=00001111-aaaa-2222-bbbb-3333cccc4444&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&client_secret=A1bC2dE3f&grant_type=client_credentials' 'https://login.microsoftonline.com/contoso/oauth2/v2.0/token'`,
    base: 'https://login.microsoftonline.com',
    call: 'POST /contoso/oauth2/v2.0/token',
    payload: form({
      client_id: '00001111-aaaa-2222-bbbb-3333cccc4444',
      scope: 'https://graph.microsoft.com/.default',
      client_secret: '{{client.client_secret}}',
      grant_type: 'client_credentials',
    }),
    changed: ['payload'],
    differs: true,
  },
  {
    name: 'Auth0: client credentials as JSON',
    command: `curl --request POST \\
  --url 'https://dev-x.eu.auth0.com/oauth/token' \\
  --header 'content-type: application/json' \\
  --data '{"client_id":"abc","client_secret":"not-to-be-kept","audience":"https://api","grant_type":"client_credentials"}'`,
    base: 'https://dev-x.eu.auth0.com',
    call: 'POST /oauth/token',
    payload: json({
      client_id: 'abc',
      client_secret: '{{client.client_secret}}',
      audience: 'https://api',
      grant_type: 'client_credentials',
    }),
    changed: ['payload'],
    differs: true,
  },
  {
    name: 'Notion',
    command: `curl -X POST 'https://api.notion.com/v1/databases/897e5a76ae524b489fdfe71f5945d1af/query' \\
  -H 'Authorization: Bearer secret_abcdefgh' \\
  -H 'Notion-Version: 2022-06-28' \\
  -H "Content-Type: application/json" \\
--data '{ "filter": { "or": [ { "property": "In stock", "checkbox": { "equals": true } } ] } }'`,
    base: 'https://api.notion.com/v1',
    call: 'POST /databases/897e5a76ae524b489fdfe71f5945d1af/query',
    payload: json({ filter: { or: [{ property: 'In stock', checkbox: { equals: true } }] } }),
    authentication: bearer('secret_abcdefgh'),
    headers: { 'Notion-Version': '2022-06-28' },
  },
  {
    name: 'Airtable',
    command: `curl "https://api.airtable.com/v0/appXYZ/Table%201?maxRecords=3&view=Grid%20view" -H "Authorization: Bearer patABC.def"`,
    base: 'https://api.airtable.com/v0',
    call: 'GET /appXYZ/Table%201?maxRecords=3&view=Grid%20view',
    authentication: bearer('patABC.def'),
  },
  {
    name: 'Discord: bot token',
    command: `curl -X PATCH https://discord.com/api/v10/channels/1/messages/2 -H "Authorization: Bot MTk4NjIy.Cl2FMQ.ZnCjm1XV" -H 'Content-Type: application/json' -d '{"content": "edited"}'`,
    base: 'https://discord.com/api/v10',
    call: 'PATCH /channels/1/messages/2',
    payload: json({ content: 'edited' }),
    authentication: apiKey('Authorization', 'Bot MTk4NjIy.Cl2FMQ.ZnCjm1XV'),
  },
  {
    name: 'Datadog: two keys, of which a connector keeps one',
    command: `curl -X GET "https://api.datadoghq.com/api/v1/validate" -H "DD-API-KEY: 0123456789abcdef" -H "DD-APPLICATION-KEY: fedcba9876543210"`,
    base: 'https://api.datadoghq.com/api/v1',
    call: 'GET /validate',
    authentication: apiKey('DD-API-KEY', '0123456789abcdef'),
    left: ['DD-APPLICATION-KEY'],
    differs: true,
  },
  {
    name: 'Supabase: key and bearer',
    command: `curl 'https://project.supabase.co/rest/v1/todos?id=eq.1&select=*' -H "apikey: anon-key-value" -H "Authorization: Bearer user-jwt-value"`,
    base: 'https://project.supabase.co/rest/v1',
    call: 'GET /todos?id=eq.1&select=*',
    authentication: bearer('user-jwt-value'),
    left: ['apikey'],
    differs: true,
  },
  {
    name: 'Azure: subscription key',
    command: `curl -X POST "https://api.cognitive.microsofttranslator.com/translate?api-version=3.0&to=de" -H "Ocp-Apim-Subscription-Key: 1234567890abcdef" -H "Content-Type: application/json" -d "[{'Text':'Hello'}]"`,
    base: 'https://api.cognitive.microsofttranslator.com',
    call: 'POST /translate?api-version=3.0&to=de',
    // Single quotes are no JSON: curl sends it all the same.
    payload: text("[{'Text':'Hello'}]"),
    authentication: apiKey('Ocp-Apim-Subscription-Key', '1234567890abcdef'),
    headers: { 'Content-Type': 'application/json' },
    changed: ['payload'],
  },
  {
    name: 'Elasticsearch: GET with a body',
    command: `curl -X GET "localhost:9200/my-index/_search?pretty" -H 'Content-Type: application/json' -d'
{
  "query": { "match_all": {} }
}
'`,
    base: 'http://localhost:9200',
    call: 'GET /my-index/_search?pretty',
    left: ['payload'],
    changed: ['URL'],
    differs: true,
  },
  {
    name: 'Elasticsearch: bulk',
    command: `curl -s -H "Content-Type: application/x-ndjson" -XPOST http://localhost:9200/_bulk --data-binary $'{"index":{"_id":1}}\\n{"a":1}\\n'`,
    base: 'http://localhost:9200',
    call: 'POST /_bulk',
    payload: text('{"index":{"_id":1}}\n{"a":1}\n'),
    headers: { 'Content-Type': 'application/x-ndjson' },
  },
  {
    name: 'CouchDB: credentials in the URL',
    command: `curl -X PUT http://admin:p%40ss@127.0.0.1:5984/baseball`,
    base: 'http://127.0.0.1:5984',
    call: 'PUT /baseball',
    authentication: basic('admin', 'p@ss'),
  },
  {
    name: 'Consul: plain text',
    command: `curl --request PUT --header 'Content-Type: text/plain' --data 'hello world' http://127.0.0.1:8500/v1/kv/my-key`,
    base: 'http://127.0.0.1:8500/v1',
    call: 'PUT /kv/my-key',
    payload: text('hello world'),
    differs: true,
  },
  {
    name: 'Vault: read',
    command: `curl --header "X-Vault-Token: hvs.CAESIJ" --header "X-Vault-Namespace: ns1/" http://127.0.0.1:8200/v1/secret/data/my-secret?version=2`,
    base: 'http://127.0.0.1:8200/v1',
    call: 'GET /secret/data/my-secret?version=2',
    authentication: apiKey('X-Vault-Token', 'hvs.CAESIJ'),
    headers: { 'X-Vault-Namespace': 'ns1/' },
  },
  {
    name: 'Kubernetes: certificate files',
    command: `curl --cacert /ca.crt --cert ./client.crt --key ./client.key -H "Authorization: Bearer \${TOKEN}" -X GET \${APISERVER}/api/v1/namespaces`,
    base: '<APISERVER>/api/v1',
    call: 'GET /namespaces',
    authentication: bearer(null),
    left: ['--cacert', '--cert', '--key'],
    changed: ['Authorization', 'URL'],
    differs: true,
  },
  {
    name: 'Cloudflare',
    command: `curl --request PATCH \\
  --url https://api.cloudflare.com/client/v4/zones/:zone_id/dns_records/:dns_record_id \\
  --header 'Content-Type: application/json' \\
  --header 'X-Auth-Email: user@example.com' --header 'X-Auth-Key: 144c9defac04969c7bfad8efaa8ea194' \\
  --data '{ "ttl": 3600, "proxied": true }'`,
    base: 'https://api.cloudflare.com',
    call: 'PATCH /client/v4/zones/{{client.zone_id}}/dns_records/{{client.dns_record_id}}',
    payload: json({ ttl: 3600, proxied: true }),
    authentication: apiKey('X-Auth-Email', 'user@example.com'),
    left: ['X-Auth-Key'],
    changed: ['URL'],
    differs: true,
  },
  {
    name: 'PayPal: token',
    command: `curl -v -X POST "https://api-m.sandbox.paypal.com/v1/oauth2/token" -u "CLIENT_ID:CLIENT_SECRET" -H "Content-Type: application/x-www-form-urlencoded" -d "grant_type=client_credentials"`,
    base: 'https://api-m.sandbox.paypal.com/v1',
    call: 'POST /oauth2/token',
    payload: form({ grant_type: 'client_credentials' }),
    authentication: basic('CLIENT_ID', 'CLIENT_SECRET'),
  },
  {
    name: 'Reddit: user agent',
    command: `curl -A "ChangeMeClient/0.1 by YourUsername" -e https://example.com/from "https://oauth.reddit.com/api/v1/me" --oauth2-bearer J1qK1c18UUGJFAzz9xnH56584l4`,
    base: 'https://oauth.reddit.com/api/v1',
    call: 'GET /me',
    authentication: bearer('J1qK1c18UUGJFAzz9xnH56584l4'),
    headers: { 'User-Agent': 'ChangeMeClient/0.1 by YourUsername', Referer: 'https://example.com/from' },
  },
  {
    name: 'GraphQL',
    command: `curl -X POST https://api.linear.app/graphql -H "Authorization: lin_api_abc" -H "Content-Type: application/json" --data '{ "query": "{ issues { nodes { id title } } }", "variables": {"first": 10} }'`,
    base: 'https://api.linear.app',
    call: 'POST /graphql',
    payload: json({ query: '{ issues { nodes { id title } } }', variables: { first: 10 } }),
    authentication: apiKey('Authorization', 'lin_api_abc'),
  },
  {
    name: 'SOAP',
    command: `curl -H 'Content-Type: text/xml; charset=utf-8' -H 'SOAPAction: "http://tempuri.org/Add"' -d '<?xml version="1.0"?><soap:Envelope><a>1</a></soap:Envelope>' http://www.dneonline.com/calculator.asmx`,
    base: 'http://www.dneonline.com',
    call: 'POST /calculator.asmx',
    payload: text('<?xml version="1.0"?><soap:Envelope><a>1</a></soap:Envelope>'),
    headers: { SOAPAction: '"http://tempuri.org/Add"', 'Content-Type': 'text/xml; charset=utf-8' },
  },
  {
    name: 'JSON:API content type',
    command: `curl -X PATCH https://example.com/articles/1 -H 'Content-Type: application/vnd.api+json' -d '{"data":{"type":"articles","id":"1"}}'`,
    base: 'https://example.com',
    call: 'PATCH /articles/1',
    payload: json({ data: { type: 'articles', id: '1' } }),
    headers: { 'Content-Type': 'application/vnd.api+json' },
  },
  {
    name: '--json in two pieces',
    command: `curl --json '{ "drink":' --json ' "coffee" }' https://example.com/orders`,
    base: 'https://example.com',
    call: 'POST /orders',
    payload: json({ drink: 'coffee' }),
    headers: { Accept: 'application/json' },
    differs: true,
  },
  {
    name: 'Chrome: copy as cURL (bash)',
    command: `curl 'https://shop.example.com/api/cart/items?locale=de' \\
  -H 'accept: application/json, text/plain, */*' \\
  -H 'accept-language: en-US,en;q=0.9,de;q=0.8' \\
  -H 'content-type: application/json' \\
  -b 'session=eyJhbGciOi; theme=dark' \\
  -H 'origin: https://shop.example.com' \\
  -H 'priority: u=1, i' \\
  -H 'referer: https://shop.example.com/product/1' \\
  -H 'sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99"' \\
  -H 'sec-ch-ua-mobile: ?0' -H 'sec-fetch-mode: cors' \\
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0' \\
  --data-raw $'{"sku":"A-1","note":"it\\'s fine\\u0021","qty":2}'`,
    base: 'https://shop.example.com/api',
    call: 'POST /cart/items?locale=de',
    payload: json({ sku: 'A-1', note: "it's fine!", qty: 2 }),
    authentication: apiKey('Cookie', 'session=eyJhbGciOi; theme=dark'),
    headers: {
      accept: 'application/json, text/plain, */*',
      'accept-language': 'en-US,en;q=0.9,de;q=0.8',
      origin: 'https://shop.example.com',
      referer: 'https://shop.example.com/product/1',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0.0.0',
    },
  },
  {
    name: 'Chrome: copy as cURL (cmd)',
    command: [
      'curl ^"https://example.com/api/v1/search?q=a^%^20b^&page=2^" ^',
      '  -X ^"PUT^" ^',
      '  -H ^"accept: */*^" ^',
      '  -H ^"content-type: application/json^" ^',
      '  --data-raw ^"^{^\\^"name^\\^":^\\^"O\'Neil ^\\^\\ Co^\\^",^\\^"n^\\^":1^}^" ^',
      '  --compressed',
    ].join('\r\n'),
    base: 'https://example.com/api/v1',
    call: 'PUT /search?q=a%20b&page=2',
    differs: true,
    payload: json({ name: "O'Neil \\ Co", n: 1 }),
    headers: { accept: '*/*' },
  },
  {
    name: 'Firefox: copy as cURL',
    command: `curl 'https://example.com/login' -X POST -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0' -H 'Accept: text/html' -H 'Accept-Encoding: gzip, deflate, br, zstd' -H 'Content-Type: application/x-www-form-urlencoded' -H 'DNT: 1' -H 'Connection: keep-alive' -H 'Upgrade-Insecure-Requests: 1' --data-raw 'user=ada&password=hunter2'`,
    base: 'https://example.com',
    call: 'POST /login',
    payload: form({ user: 'ada', password: '{{client.password}}' }),
    headers: {
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
      Accept: 'text/html',
    },
    changed: ['payload'],
    differs: true,
  },
  {
    name: 'Safari: copy as cURL',
    command: `curl 'https://example.com/v2/me' \\
-X 'GET' \\
-H 'Accept: */*' \\
-H 'Authorization: Basic YWRhOmxvdmVsYWNl' \\
-H 'Sec-Fetch-Site: same-origin'`,
    base: 'https://example.com/v2',
    call: 'GET /me',
    authentication: basic('ada', 'lovelace'),
    headers: { Accept: '*/*' },
  },
  {
    name: 'Postman',
    command: `curl --location --request POST 'https://reqres.in/api/users' \\
--header 'Content-Type: application/json' \\
--header 'X-Request-Id: 42' \\
--data-raw '{
    "name": "morpheus",
    "job": "leader"
}'`,
    base: 'https://reqres.in/api',
    call: 'POST /users',
    payload: json({ name: 'morpheus', job: 'leader' }),
    headers: { 'X-Request-Id': '42' },
  },
  {
    name: 'Postman: variables that were not filled in',
    command: `curl --location 'https://{{host}}/v1/users/{{userId}}' --header 'Authorization: Bearer {{token}}'`,
    base: 'https://<host>/v1',
    call: 'GET /users/%7B%7BuserId%7D%7D',
    authentication: bearer(null),
    changed: ['URL', 'Authorization'],
    differs: true,
  },
  {
    name: 'Insomnia',
    command: `curl --request DELETE \\
  --url https://example.com/things/7 \\
  --header 'User-Agent: insomnia/10.1.1' \\
  --cookie a=1 --cookie b=2`,
    base: 'https://example.com',
    call: 'DELETE /things/7',
    authentication: apiKey('Cookie', 'a=1; b=2'),
    headers: { 'User-Agent': 'insomnia/10.1.1' },
    changed: ['Cookie'],
    differs: true,
  },
  {
    name: 'Patchbay: copied from a runner message',
    command: `curl 'https://api.example.com/v1/customers?email=ada%40example.com' \\
  -H "Authorization: $AUTHORIZATION" \\
  -H 'Accept: application/json'`,
    base: 'https://api.example.com/v1',
    call: 'GET /customers?email=ada%40example.com',
    authentication: apiKey('Authorization', null),
    headers: { Accept: 'application/json' },
    changed: ['Authorization'],
    differs: true,
  },
  {
    name: 'dynamic values of Patchbay stay, other braces are literal',
    command: `curl https://example.com/c/{{form.email}}?x={{connectors.crm.id}} -H 'X-Trace: {{execution.id}} {{mustache}}' -d '{"a":"{{client.n}}","b":"{{name}}"}'`,
    base: 'https://example.com',
    call: 'POST /c/{{form.email}}?x={{connectors.crm.id}}',
    payload: json({ a: '{{client.n}}', b: '\\{{name}}' }),
    headers: { 'X-Trace': '{{execution.id}} \\{{mustache}}' },
    changed: ['payload'],
    differs: true,
  },
  {
    name: 'short options in one word',
    command: `curl -sSLXPOST -H'Accept:application/json' -da=1 -m2 http://example.com/x`,
    base: 'http://example.com',
    call: 'POST /x',
    payload: form({ a: '1' }),
    headers: { Accept: 'application/json' },
    timeoutSeconds: 2,
  },
  {
    name: 'HEAD',
    command: `curl -I http://example.com/health`,
    base: 'http://example.com',
    call: 'HEAD /health',
  },
  {
    name: 'an empty header and a removed one',
    command: `curl -H 'X-Empty;' -H 'Accept:' -H 'User-Agent:' http://example.com/x`,
    base: 'http://example.com',
    call: 'GET /x',
    headers: { 'X-Empty': '' },
  },
  {
    name: 'a header twice',
    command: `curl -H 'Accept: text/html' -H 'Accept: text/plain' http://example.com/`,
    base: 'http://example.com',
    call: 'GET /',
    headers: { Accept: 'text/html, text/plain' },
    changed: ['Accept'],
    differs: true,
  },
  {
    name: 'dot segments and a fragment',
    command: `curl 'http://example.com/a/../b/./c#part'`,
    base: 'http://example.com',
    call: 'GET /b/c',
  },
  {
    name: 'an ampersand that a shell would take',
    command: `curl http://example.com/x?a=1&b=2`,
    base: 'http://example.com',
    call: 'GET /x?a=1&b=2',
    changed: ['&'],
    differs: true,
  },
  {
    name: 'lost line continuations',
    command: `$ curl https://example.com/x\n  -H "Accept: text/plain"\n  --data-raw "a b"`,
    base: 'https://example.com',
    call: 'POST /x',
    payload: text('a b'),
    headers: { Accept: 'text/plain', 'Content-Type': 'application/x-www-form-urlencoded' },
    differs: true,
  },
  {
    name: 'Windows line ends, blanks behind the backslash and a comment',
    command: `# look it up\r\ncurl https://example.com/x \\ \r\n  -H 'Accept: text/plain' # plain\r\n`,
    base: 'https://example.com',
    call: 'GET /x',
    headers: { Accept: 'text/plain' },
    differs: true,
  },
  {
    name: 'a here-document with a number of the shell',
    command: `curl -X POST https://example.com/orders -H 'Content-Type: application/json' -d @- <<EOF
{ "amount": $AMOUNT, "note": "for $NAME" }
EOF`,
    base: 'https://example.com',
    call: 'POST /orders',
    payload: json({ amount: '{{client.AMOUNT}}', note: 'for {{client.NAME}}' }),
    changed: ['$AMOUNT', '$NAME'],
    differs: true,
  },
  {
    name: 'a variable between quotes',
    command: `curl https://example.com/orders -H 'Content-Type: application/json' -d '{"amount": '"$AMOUNT"', "id": "'$ID'"}'`,
    base: 'https://example.com',
    call: 'POST /orders',
    payload: json({ amount: '{{client.AMOUNT}}', id: '{{client.ID}}' }),
    changed: ['$AMOUNT', '$ID'],
    differs: true,
  },
  {
    name: 'numbers that JSON.parse would change',
    command: `curl http://example.com/x -H 'Content-Type: application/json' -d '{"id": 12345678901234567890}'`,
    base: 'http://example.com',
    call: 'POST /x',
    payload: text('{"id": 12345678901234567890}'),
    headers: { 'Content-Type': 'application/json' },
    changed: ['payload'],
  },
  {
    name: 'a field twice',
    command: `curl http://example.com/x -d 'tag=a&tag=b'`,
    base: 'http://example.com',
    call: 'POST /x',
    payload: text('tag=a&tag=b'),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    changed: ['payload'],
  },
  {
    name: 'all forms of --data-urlencode',
    command: `curl -G http://example.com/x --data-urlencode 'hello world' --data-urlencode '=a=b' --data-urlencode 'q=ü&/' --data-urlencode 'f@file'`,
    base: 'http://example.com',
    call: 'GET /x?hello%20world&a%3Db&q=%C3%BC%26%2F',
    left: ['--data-urlencode'],
    differs: true,
  },
  {
    name: '--url-query',
    command: `curl http://example.com/x?a=1 --url-query 'q=hello world' --url-query '+raw=%20'`,
    base: 'http://example.com',
    call: 'GET /x?a=1&q=hello%20world&raw=%20',
  },
  {
    name: 'what connectors cannot do',
    command: `curl -k -x http://proxy:3128 --resolve example.com:443:127.0.0.1 --retry 3 --digest -u ada:secret -o out.json --unheard-of https://example.com/x`,
    base: 'https://example.com',
    call: 'GET /x',
    changed: ['-k', '--retry'],
    left: ['-x', '--resolve', '--digest', '-u', '--unheard-of'],
    differs: true,
  },
  {
    name: 'AWS: signed by curl',
    command: `curl --aws-sigv4 "aws:amz:eu-west-1:execute-api" --user "AKIDEXAMPLE:wJalrXUtnFEMI" https://abc.execute-api.eu-west-1.amazonaws.com/prod/things`,
    base: 'https://abc.execute-api.eu-west-1.amazonaws.com',
    call: 'GET /prod/things',
    authentication: {
      method: 'awsSignatureV4',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI',
      region: 'eu-west-1',
      service: 'execute-api',
    },
    differs: true,
  },
  {
    name: '--next, a second URL and a second command',
    command: `curl http://example.com/a http://example.com/b --next -d x=1 http://example.com/c; rm -rf x`,
    base: 'http://example.com',
    call: 'GET /a',
    left: ['URL', '--next', ';'],
    differs: true,
  },
  {
    name: 'abbreviated and joined long options',
    command: `curl --max-ti 4 --request=PUT --dat=x=1 http://example.com/x`,
    base: 'http://example.com',
    call: 'PUT /x',
    left: ['--dat'],
    timeoutSeconds: 4,
    differs: true,
  },
  {
    name: 'a range and no scheme',
    command: `curl -r 0-99 example.com/file`,
    base: 'http://example.com',
    call: 'GET /file',
    headers: { Range: 'bytes=0-99' },
    changed: ['URL'],
    differs: true,
  },
]
