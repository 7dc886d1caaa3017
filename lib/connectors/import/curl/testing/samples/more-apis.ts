import { apiKey, bearer, form, json, type Sample, text } from '../sample'

/** More commands of public APIs, with the ways to sign in that they have of their own. */
export const moreApis: Sample[] = [
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
    authentication: bearer(null),
    headers: { 'x-goog-user-project': 'my-project' },
    left: ['-d', 'payload'],
    changed: ['Authorization'],
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
]
