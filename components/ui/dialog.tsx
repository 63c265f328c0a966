'use client'

import { X } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { IconButton } from './button'
import { classNames } from './class-names'
import { Modal } from './modal'

const widths = { sm: 'max-w-md', md: 'max-w-xl', lg: 'max-w-184' }

type Props = {
  isOpen: boolean
  /** By Esc or by its button. Ask here before what was typed is lost */
  onClose: () => void
  title: string
  description?: ReactNode
  /** The buttons, the main one last. A form that reaches into the footer takes `form="id"` on its button */
  footer?: ReactNode
  size?: keyof typeof widths
  /** A press beside it closes it: only where nothing can be lost */
  closesOutside?: boolean
  children?: ReactNode
}

/** Put `data-autofocus` on what should have the focus first; otherwise it is the first thing that can. */
export function Dialog(props: Props) {
  return props.isOpen ? <OpenDialog {...props} /> : null
}

function OpenDialog({ onClose, title, description, footer, size = 'md', closesOutside, children }: Props) {
  const id = useId()
  return (
    <Modal
      labelledBy={`${id}-title`}
      describedBy={description ? `${id}-description` : undefined}
      onClose={onClose}
      closesOutside={closesOutside}
      className={widths[size]}
    >
      <header className="px-6 pe-14 pt-5 pb-4 max-md:ps-4">
        <h2 id={`${id}-title`} className="text-lg">
          {title}
        </h2>
        {description ? (
          <div id={`${id}-description`} className="mt-1 max-w-[60ch] text-ink-2">
            {description}
          </div>
        ) : null}
      </header>
      {children ? <div className="min-h-0 overflow-auto px-6 pb-5 max-md:px-4">{children}</div> : null}
      {footer ? <DialogFooter>{footer}</DialogFooter> : null}
      {/* Last, so that the focus does not begin with the way out */}
      <IconButton
        variant="quiet"
        size="sm"
        label="Close"
        icon={<X />}
        onClick={onClose}
        className="absolute! end-4 top-4.5"
      />
    </Modal>
  )
}

function DialogFooter({ children }: { children: ReactNode }) {
  return (
    <footer
      className={classNames(
        'flex flex-wrap items-center justify-end gap-2 border-line border-t px-6 py-3 max-md:px-4',
        'max-md:[&>*]:h-10 max-md:[&>button]:flex-1',
      )}
    >
      {children}
    </footer>
  )
}
