import { CopyButton } from './copy-button'

/** The id that finds this request in the log. */
export function RequestId({ id }: { id: string }) {
  return (
    <span className="inline-flex items-center gap-1 text-ink-3 text-sm">
      Request <code>{id}</code>
      <CopyButton text={id} label="Copy request id" className="-my-1.5" />
    </span>
  )
}
