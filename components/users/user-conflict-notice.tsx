import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { type Conflict, conflictFields, conflictPeople } from './user-conflict'

type Props = {
  conflict: Conflict
  /** Opens the dialog; absent where no script may be running */
  onCompare: (() => void) | undefined
}

/** Both sides on the page itself: where no script runs, and after somebody chose to keep editing. */
export function UserConflictNotice({ conflict, onCompare }: Props) {
  const { who, whose } = conflictPeople(conflict)
  return (
    <Notice tone="warn" role="alert" actions={onCompare ? <Button onClick={onCompare}>Compare</Button> : undefined}>
      <p>
        <strong>{who} saved this user while you were editing.</strong> Nothing of yours was saved yet.
      </p>
      <dl className="mt-1">
        {conflictFields(conflict)
          .filter(({ settled }) => settled === null)
          .map(({ name, label, mine, theirs }) => (
            <div key={name} className="wrap-anywhere">
              <dt className="inline font-medium">{label}: </dt>
              <dd className="inline">
                {whose} “<bdi>{theirs}</bdi>”, yours “<bdi>{mine}</bdi>”
              </dd>
            </div>
          ))}
      </dl>
      {onCompare ? null : <p className="mt-1">What you typed stands in the form: save again to keep yours.</p>}
    </Notice>
  )
}
