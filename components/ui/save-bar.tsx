import { Button } from './button'
import { Dot } from './status-mark'
import { SubmitButton } from './submit-button'

type Props = {
  /** The id of the form, which the bar may stand outside of */
  form: string
  edits: number
  isPending: boolean
  onDiscard: () => void
}

/** At the foot of a form: how much is not saved, and what to do about it. */
export function SaveBar({ form, edits, isPending, onDiscard }: Props) {
  return (
    <>
      {edits > 0 ? (
        <span className="flex items-center gap-2">
          <Dot tone="accent" />
          {edits === 1 ? '1 change' : `${edits} changes`} not saved
        </span>
      ) : null}
      <span className="ms-auto flex gap-2 max-md:w-full max-md:[&>*]:h-10 max-md:[&>*]:flex-1">
        {edits > 0 ? (
          <Button variant="quiet" onClick={onDiscard}>
            Discard
          </Button>
        ) : null}
        <SubmitButton form={form} isPending={isPending}>
          Save changes
        </SubmitButton>
      </span>
    </>
  )
}
