import type { HostedBoot } from '@/lib/api/hosted/page'

/** What the server wrote into the page for its script. */
export function readBoot(): HostedBoot {
  return JSON.parse(document.getElementById('boot')?.textContent ?? '{}')
}
