import type { FlowMessage } from './messages'

// <patchbay-flow project-id="P2…" flow-id="sign-in"> for other people's pages: a frame around the hosted page that grows
// with it and tells how it ended. The page's origin must be among the project's allowed origins.

/** Where this script was loaded from is where the flow is. */
const home = new URL(document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href)
  .origin
const LOWEST = 120
const HIGHEST = 4_000

class PatchbayFlow extends HTMLElement {
  static readonly observedAttributes = ['project-id', 'flow-id', 'inputs']
  #frame: HTMLIFrameElement | null = null

  connectedCallback(): void {
    window.addEventListener('message', this.#onMessage)
    this.#show()
  }

  disconnectedCallback(): void {
    window.removeEventListener('message', this.#onMessage)
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
    this.replaceChildren(frame)
    this.#frame = frame
  }

  readonly #onMessage = (event: MessageEvent): void => {
    if (event.origin !== home || event.source !== this.#frame?.contentWindow) return
    const message: FlowMessage | undefined = event.data?.patchbay
    switch (message?.type) {
      case 'resize':
        this.#frame.style.height = `${Math.min(HIGHEST, Math.max(LOWEST, Number(message.height) || LOWEST))}px`
        break
      case 'ready':
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
