/** One key or several: `<Keys keys="Ctrl K" />`. */
export function Keys({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={className ? `inline-flex gap-[3px] ${className}` : 'inline-flex gap-[3px]'}>
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className="inline-grid h-[18px] min-w-[18px] place-items-center rounded-1 border border-line-strong bg-paper px-1 font-medium font-sans text-ink-3 text-xs leading-none"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
