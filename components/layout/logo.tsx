/** Three rows of a list. */
export function Logo({ className = 'size-5' }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={`flex-none ${className}`}>
      <rect width="20" height="20" rx="5" className="fill-ink" />
      <path d="M9 6h6M9 10h4M9 14h6" fill="none" strokeWidth="1.75" strokeLinecap="round" className="stroke-frame" />
      <g className="fill-frame">
        <circle cx="5.6" cy="6" r="1.2" />
        <circle cx="5.6" cy="10" r="1.2" />
        <circle cx="5.6" cy="14" r="1.2" />
      </g>
    </svg>
  )
}
