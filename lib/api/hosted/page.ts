import type { HostedAssets } from './assets'
import { escapeHtml, toScriptJson } from './html'

/** What the page's script begins with. Nothing of it is secret. */
export interface HostedBoot {
  projectId: string
  flowId: string
  flowName: string
  /** The inputs that the flow gets as `client.*`. */
  client: Record<string, string>
  /** Which outbound app its connect actions are about; empty: the flow says it. */
  outbound: { outboundAppId?: string; outboundAppScopes?: string[] }
  /** Where the person goes afterwards; null: the page says that they are done. */
  redirectUrl: string | null
  state: string | null
  codeChallenge: string | null
  /** The origin of the page that frames this one; null: none does. */
  embedder: string | null
  /** Empty: none. */
  logo: string
  logoAlt: string
}

const FOLDER = '/f/-'

/** The page of a flow. It is the same for everybody: the execution begins when its script asks for it. */
export function toHostedPage(boot: HostedBoot, assets: HostedAssets, themeFile: string): string {
  return layout({
    title: boot.flowName,
    assets,
    head: `<link rel="stylesheet" href="${FOLDER}/theme/${themeFile}">
<script defer src="${FOLDER}/${assets.script}"></script>`,
    body: `<main id="flow" class="hosted"><p class="hosted-wait" role="status">Loading…</p></main>
<noscript><p class="hosted-notice">This page needs JavaScript. Allow it for this site and load the page again.</p></noscript>
<script type="application/json" id="boot">${toScriptJson(boot)}</script>`,
  })
}

/** A page that says why there is no flow here, and what to do. */
export function toHostedNotice(title: string, text: string, assets: HostedAssets): string {
  return layout({
    title,
    assets,
    head: '',
    body: `<main class="hosted"><div class="hosted-card"><h1 class="hosted-title">${escapeHtml(title)}</h1><p class="hosted-text">${escapeHtml(text)}</p></div></main>`,
  })
}

function layout({ title, assets, head, body }: { title: string; assets: HostedAssets; head: string; body: string }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${FOLDER}/${assets.style}">
${head}
</head>
<body>
${body}
</body>
</html>
`
}
