import type { HostedBoot } from '@/lib/api/hosted/page'
import type { FlowMessage } from '../embed/messages'

/** Tells the page around this one, when there is one; the browser gives it to no other origin. */
export function tellEmbedder({ embedder }: HostedBoot, message: FlowMessage): void {
  if (embedder !== null && window.parent !== window) window.parent.postMessage({ patchbay: message }, embedder)
}

/** Keeps the frame as high as what is in it. */
export function followHeight(boot: HostedBoot): void {
  if (boot.embedder === null) return
  document.documentElement.classList.add('hosted-framed')
  const tell = () => tellEmbedder(boot, { type: 'resize', height: Math.ceil(document.body.scrollHeight) })
  new ResizeObserver(tell).observe(document.body)
}
