import { apiKey, basic, bearer, form, json, type Sample, text } from '../sample'

/** Commands by what they send: no JSON, several documents, other types. */
export const payloadKinds: Sample[] = [
  {
    name: 'only a file, as a form',
    command: `curl https://example.com/v1/files -F file=@photo.png`,
    base: 'https://example.com/v1',
    call: 'POST /files',
    left: ['-F', 'payload'],
    differs: true,
  },
  {
    name: 'only a file, as it is',
    command: `curl -X PUT https://example.com/v1/files/1 --data-binary @photo.png`,
    base: 'https://example.com/v1',
    call: 'PUT /files/1',
    left: ['--data-binary', 'payload'],
    differs: true,
  },
  {
    name: 'an empty payload is one',
    command: `curl https://example.com/v1/ping -d ''`,
    base: 'https://example.com/v1',
    call: 'POST /ping',
    payload: text(''),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
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
]
