import type { FlowMessage } from './messages'

// <patchbay-flow project-id="P2…" flow-id="sign-in"> for other people's pages: a frame around the hosted page that grows
// with it and tells how it ended. The page's origin must be among the project's allowed origins.

/** Where this script was loaded from is where the flow is. */
const home = new URL(document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href)
  .origin
/** A page that has not told it is ready so long after it was loaded was refused by the browser or the server. */
const READY_MS = 5_000
const LOWEST = 120
const HIGHEST = 4_000

class PatchbayFlow extends HTMLElement {
  static readonly observedAttributes = ['project-id', 'flow-id', 'inputs']
  #frame: HTMLIFrameElement | null = null
  #patience: number | undefined
  #isReady = false

  connectedCallback(): void {
    window.addEventListener('message', this.#onMessage)
    this.#show()
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#onMessage)
    window.clearTimeout(this.#patience)
    this.#frame = null
  }

  attributeChangedCallback(): void {
    if (this.isConnected && this.#frame) this.#show()
  }

  #show(): void {
    const projectId = this.getAttribute('project-id')
    const flowId = this.getAttribute('flow-id')
    if (!projectId || !flowId) {
      this.textContent = 'patchbay-flow needs the attributes project-id and flow-id.'
      return
    }
    const address = new URL(`/f/${encodeURIComponent(projectId)}/${encodeURIComponent(flowId)}`, home)
    const inputs = readInputs(this.getAttribute('inputs'))
    if (inputs === null) {
      this.textContent = 'The attribute inputs of patchbay-flow is not a JSON object.'
      return
    }
    for (const [name, value] of Object.entries(inputs)) {
      address.searchParams.set(name, String(value))
    }
    address.searchParams.set('embed_origin', window.location.origin)
    const frame = document.createElement('iframe')
    frame.src = address.href
    frame.title = this.getAttribute('label') ?? 'Sign in'
    frame.style.cssText = `display:block;width:100%;height:${LOWEST}px;border:0;background:transparent`
    window.clearTimeout(this.#patience)
    this.#isReady = false
    frame.addEventListener('load', () => {
      if (!this.#isReady) this.#patience = window.setTimeout(() => this.#explain(address), READY_MS)
    })
    this.replaceChildren(frame)
    this.#frame = frame
  }

  /** People see that it is not their fault; whoever builds the page reads in its console what to do. */
  #explain(address: URL): void {
    const note = document.createElement('p')
    note.setAttribute('role', 'alert')
    note.textContent = 'This cannot be shown here. If it goes on, tell whoever runs this page.'
    this.replaceChildren(note)
    // biome-ignore lint/suspicious/noConsole: it is another's page, and this is meant for whoever builds it
    console.warn(
      `patchbay-flow: ${address.origin}${address.pathname} was not shown. Add ${window.location.origin} to the allowed origins in the project\u2019s settings, and check project-id and flow-id.`,
    )
    this.dispatchEvent(new CustomEvent('error', { detail: { code: 'notShown' } }))
  }

  readonly #onMessage = (event: MessageEvent): void => {
    if (event.origin !== home || event.source !== this.#frame?.contentWindow) return
    const message: FlowMessage | undefined = event.data?.patchbay
    switch (message?.type) {
      case 'resize':
        this.#frame.style.height = `${Math.min(HIGHEST, Math.max(LOWEST, Number(message.height) || LOWEST))}px`
        break
      case 'ready':
        this.#isReady = true
        window.clearTimeout(this.#patience)
        this.dispatchEvent(new CustomEvent('ready'))
        break
      case 'completed':
        this.dispatchEvent(
          new CustomEvent('success', { detail: { ...Object(message.authInfo), flowOutput: message.output } }),
        )
        break
      case 'failed':
        this.dispatchEvent(
          new CustomEvent('error', { detail: { code: message.code, executionId: message.executionId } }),
        )
        break
    }
  }
}

/** `{"plan": "pro"}`: what the flow reads as `client.plan`. Null: it cannot be read. */
function readInputs(text: string | null): Record<string, unknown> | null {
  if (!text) return {}
  try {
    return Object(JSON.parse(text))
  } catch {
    return null
  }
}

if (!customElements.get('patchbay-flow')) customElements.define('patchbay-flow', PatchbayFlow)
