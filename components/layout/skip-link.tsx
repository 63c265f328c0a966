import { buttonLook } from '../ui/button-look'

/** The first stop of the Tab key: past the sidebar. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className={buttonLook({
        variant: 'primary',
        hasIcon: false,
        hasAfter: false,
        className: 'fixed! start-2 top-2 z-50 -translate-y-16 focus-visible:translate-y-0',
      })}
    >
      Skip to content
    </a>
  )
}
