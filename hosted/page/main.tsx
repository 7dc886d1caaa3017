import './page.css'
import { createRoot } from 'react-dom/client'
import { readBoot } from './boot'
import { followHeight } from './embedder'
import { HostedFlow } from './hosted-flow'

const place = document.getElementById('flow')
if (place) {
  const boot = readBoot()
  followHeight(boot)
  createRoot(place).render(<HostedFlow boot={boot} />)
}
