import { cn } from '@/components/ui/cn'
import { isImageData } from '@/lib/logo'
import { findTemplate } from '@/lib/outbound/apps/templates/templates'
import { contrastRatio } from '@/lib/theme/color'

export interface AppLogoProps {
  name: string
  /** A data: URL, an address, or empty. */
  logo: string
  templateId: string | null
  size?: 'sm' | 'md' | 'lg'
}

const sizes = { sm: 'size-6 rounded-md text-2xs', md: 'size-8 rounded-lg text-xs', lg: 'size-10 rounded-lg text-sm' }

/**
 * What stands for a connection beside its name, and says nothing more. The console asks no other host for an image: one
 * that has an address is shown on screens, here its first letters are.
 */
export function AppLogo({ name, logo, templateId, size = 'md' }: AppLogoProps) {
  if (isImageData(logo)) {
    // biome-ignore lint/performance/noImgElement: it is no file that could be made smaller
    return <img src={logo} alt="" className={cn('shrink-0 border border-line bg-white object-contain', sizes[size])} />
  }
  const color = templateId === null ? undefined : findTemplate(templateId)?.color
  return (
    <span
      aria-hidden
      className={cn(
        'grid shrink-0 select-none place-items-center font-semibold',
        sizes[size],
        color ? undefined : 'bg-hue-blue-soft text-hue-blue',
      )}
      style={color ? { backgroundColor: color, color: readableOn(color) } : undefined}
    >
      {initials(name)}
    </span>
  )
}

// Enough for text of this size: WCAG 2.2, 1.4.3.
function readableOn(color: string): string {
  return contrastRatio('#ffffff', color) >= 4.5 ? '#ffffff' : '#000000'
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '')
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('')
}
