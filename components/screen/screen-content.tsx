import { safeAddress } from '@/lib/steps/screen/address'
import type { AppFace } from '@/lib/steps/screen/render'

/** A link of a screen. An address that may not be shown leaves the text. */
export function ScreenLink({ text, url, disabled }: { text: string; url: string; disabled?: boolean | undefined }) {
  const href = safeAddress(url, 'link')
  if (href === null) return <span className="screen-text">{text}</span>
  return (
    <a
      className="screen-link"
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      onClick={disabled ? (event) => event.preventDefault() : undefined}
    >
      {text || href}
    </a>
  )
}

/** An image of a screen; nothing at all for an address that may not be shown. */
export function ScreenImage({ url, alt, width }: { url: string; alt: string; width?: number | undefined }) {
  const source = safeAddress(url, 'image')
  if (source === null) return null
  // The page's address is not told to whoever hosts the image: it may hold inputs of the flow.
  // biome-ignore lint/performance/noImgElement: the end users' page is not Next's, and the size is not known
  return <img className="screen-image" src={source} alt={alt} width={width} referrerPolicy="no-referrer" />
}

/** A line across the screen, with a word in it or none. */
export function ScreenDivider({ text }: { text?: string | undefined }) {
  return text ? <p className="screen-divider">{text}</p> : <hr className="screen-divider" />
}

/** The logo above a screen; nothing when there is none. */
export function ScreenLogo({ logo, alt }: { logo: string; alt: string }) {
  // Uploaded images were checked when they were saved, and an image runs nothing.
  const source = logo.startsWith('data:image/') ? logo : safeAddress(logo, 'image')
  if (source === null) return null
  // biome-ignore lint/performance/noImgElement: the end users' page is not Next's, and the size is not known
  return <img className="screen-logo" src={source} alt={alt} referrerPolicy="no-referrer" />
}

/** The logo of an outbound app; its first letter where it has none. */
export function AppLogo({ app, large }: { app: AppFace; large?: boolean }) {
  const className = large ? 'screen-app-logo screen-app-logo-large' : 'screen-app-logo'
  if (!app.logo.startsWith('data:image/')) {
    return (
      <span aria-hidden className={`${className} screen-app-letter`}>
        {(Array.from(app.name || app.id)[0] ?? '').toUpperCase()}
      </span>
    )
  }
  // An image runs nothing, and its name stands beside it.
  // biome-ignore lint/performance/noImgElement: the end users' page is not Next's, and the size is not known
  return <img className={className} src={app.logo} alt="" />
}
