import { apiKey, basic, bearer, form, json, type Sample } from '../sample'

/** Commands as the documentation of public APIs writes them. */
export const publicApis: Sample[] = [
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
]
