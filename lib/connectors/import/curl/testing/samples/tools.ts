import { apiKey, basic, bearer, form, json, type Sample } from '../sample'

/** Commands as browsers and HTTP clients write them. */
export const tools: Sample[] = [
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
]
