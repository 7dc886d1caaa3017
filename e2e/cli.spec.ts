import { patchbay } from './fixtures/cli'
import { expect, test } from './fixtures/test'

// The sample project as it comes with Patchbay, while the server runs.
const project = ['--project', 'Sample project']

test('a sample flow run by the command line is an execution in the console', async ({ page }) => {
  const ran = await patchbay([
    'flow',
    'run',
    'look-up-a-customer',
    ...project,
    '--screen',
    'ask={"email": "alan@example.com"}',
    '--screen',
    'free={"$button": "finish"}',
    '--json',
  ])
  expect([ran.code, ran.err]).toEqual([0, ''])
  const { executionId, output } = JSON.parse(ran.out)
  expect(output).toMatchObject({ name: 'Alan Turing', plan: 'free' })
  expect(ran.out).not.toContain('acme-crm-demo-token')

  const { projects } = JSON.parse((await patchbay(['project', 'list', '--json'])).out)
  const sample = projects.find((each: { name: string }) => each.name === 'Sample project')
  await page.goto(`/p/${sample.id}/executions/${executionId}`)
  await expect(page.getByRole('heading', { name: 'Look up a customer', level: 1 })).toBeVisible()
  await expect(page.getByText('Command line')).toBeVisible()
  const messages = page.getByRole('list', { name: 'Runner messages' })
  await messages.getByRole('button').filter({ hasText: '→ 200' }).click()
  await page.getByRole('tab', { name: 'Request' }).click()
  await expect(page.getByRole('row', { name: /authorization/i })).toContainText('••••')
})

test('the other samples run too, and a failure is an exit code', async () => {
  const plan = ['flow', 'run', 'customer-plan', ...project, '--input']
  const good = await patchbay([...plan, '{"email": "alan@example.com"}', '--json'])
  expect([good.code, JSON.parse(good.out).output]).toEqual([0, { plan: 'free', spent: 240, suggestion: 'pro' }])
  const bad = await patchbay([...plan, '{"email": "nobody@example.com"}'])
  expect(bad.code).toBe(1)
  expect(bad.out).toMatch(/404/)
  const fails = await patchbay([
    'flow',
    'run',
    'when-a-third-party-fails',
    ...project,
    '--screen',
    'choose={"outcome": "unavailable", "$button": "automatic"}',
    '--screen',
    'choose={"outcome": "not-found", "$button": "custom"}',
    '--screen',
    'failed={"$button": "back"}',
    '--screen',
    'choose={"outcome": "ok", "$button": "ignore"}',
  ])
  expect(fails.code).toBe(0)
  expect(fails.out).toMatch(/503[\s\S]*404[\s\S]*200/)
})
