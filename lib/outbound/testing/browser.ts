/** A page that a browser has come to. */
export interface Page {
  status: number
  url: string
  headers: Headers
  text: string
}

interface Cookie {
  name: string
  value: string
  host: string
  path: string
}

const MOST_REDIRECTS = 15

/**
 * A person's browser without its engine: keeps cookies by host and path as browsers do (ports do not count), follows
 * redirects, presses buttons of forms.
 */
export class Browser {
  #cookies: Cookie[] = []

  /** @param until stops before an address that this accepts: the answer is the redirect to it */
  async open(url: string, until: (url: string) => boolean = () => false): Promise<Page> {
    return await this.#go(url, {}, until)
  }

  /** Presses a button of a page's form, by its name and value. */
  async press(
    page: Page,
    button: Record<string, string>,
    until: (url: string) => boolean = () => false,
  ): Promise<Page> {
    const action = /<form[^>]* action="([^"]*)"/.exec(page.text)?.[1] ?? ''
    const method = /<form[^>]* method="post"/.test(page.text) ? 'POST' : 'GET'
    const url = new URL(action.replaceAll('&amp;', '&'), page.url).href
    return await this.#go(url, { method, body: new URLSearchParams(button), origin: new URL(page.url).origin }, until)
  }

  /** What the browser would send to an address, to show or to steal. */
  cookiesFor(url: string): string {
    const { hostname, pathname } = new URL(url)
    return this.#cookies
      .filter(
        ({ host, path }) => host === hostname && (pathname === path || pathname.startsWith(path.replace(/\/?$/, '/'))),
      )
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  async #go(
    start: string,
    first: { method?: string; body?: URLSearchParams; origin?: string },
    until: (url: string) => boolean,
  ): Promise<Page> {
    let url = start
    let { method = 'GET', body } = first
    for (let hop = 0; hop < MOST_REDIRECTS; hop++) {
      const headers: Record<string, string> = { accept: 'text/html', cookie: this.cookiesFor(url) }
      if (first.origin && method === 'POST') headers.origin = first.origin
      const response = await fetch(url, { method, headers, redirect: 'manual', ...(body ? { body } : {}) })
      for (const line of response.headers.getSetCookie()) this.#keep(line, url)
      const location = response.headers.get('location')
      const text = await response.text()
      if (!location || response.status < 300 || response.status >= 400) {
        return { status: response.status, url, headers: response.headers, text }
      }
      const next = new URL(location, url).href
      if (until(next)) return { status: response.status, url: next, headers: response.headers, text: '' }
      url = next
      method = 'GET'
      body = undefined
    }
    throw new Error(`More than ${MOST_REDIRECTS} redirects, the last to ${url}`)
  }

  #keep(line: string, url: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    const attribute = (wanted: string) =>
      attributes.map((each) => each.split(/=(.*)/s)).find(([key]) => key?.toLowerCase() === wanted)?.[1]
    const host = new URL(url).hostname
    const path = attribute('path') ?? '/'
    this.#cookies = this.#cookies.filter((kept) => kept.name !== name || kept.host !== host || kept.path !== path)
    const ended = Date.parse(attribute('expires') ?? '') < Date.now() || Number(attribute('max-age') ?? 1) <= 0
    if (!ended && value !== '') this.#cookies.push({ name, value, host, path })
  }
}

/** Signs in to the sandbox's provider and consents, from its sign-in or its consent page; then goes where it sends. */
export async function consent(
  browser: Browser,
  page: Page,
  account = 'ada',
  until: (url: string) => boolean = () => false,
): Promise<Page> {
  const next = page.text.includes('Choose an account') ? await browser.press(page, { account }, until) : page
  return next.text.includes('>Allow<') ? await browser.press(next, { allow: '1' }, until) : next
}
