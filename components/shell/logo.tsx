/** The mark: two jacks and the cable between them. */
export function LogoMark({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M10 11v4.5a4.5 4.5 0 0 0 4.5 4.5h3a4.5 4.5 0 0 0 4.5-4.5V11"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="10" cy="10" r="3.2" fill="#fff" />
      <circle cx="22" cy="10" r="3.2" fill="#fff" />
      <circle cx="16" cy="24" r="2.2" fill="#fff" />
    </svg>
  )
}
