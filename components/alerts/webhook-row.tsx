import { RelativeTime } from '@/components/ui/relative-time'
import { StatusMark, type StatusTone } from '@/components/ui/status-mark'
import { SubmitButton } from '@/components/ui/submit-button'
import type { LastDelivery, WebhookFacts } from '@/server/alerts/webhook'

type Props = {
  webhook: WebhookFacts
  now: Date
  change: (form: FormData) => void
  /** Called first where script runs */
  onAsk: (webhook: WebhookFacts) => void
}

/** A webhook: whether what was sent last has arrived, and what one can do about it. */
export function WebhookRow({ webhook, now, change, onAsk }: Props) {
  const { id, name, url, isOn, last, breaker } = webhook
  const isOpen = breaker.state !== 'closed'
  const verbs = [
    { verb: 'test', label: 'Test', isOffered: isOn },
    { verb: 'reset', label: 'Try now', isOffered: isOpen || last?.state === 'waiting' },
    { verb: 'off', label: 'Switch off', isOffered: isOn },
    { verb: 'on', label: 'Switch on', isOffered: !isOn },
    { verb: 'remove', label: 'Remove', isOffered: true },
  ].filter(({ isOffered }) => isOffered)
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line px-4 py-3 [&+li]:border-t">
      <div className="min-w-56 flex-1">
        <p className="wrap-anywhere font-medium">
          <bdi>{name}</bdi>
        </p>
        <p className="wrap-anywhere text-ink-3 text-sm">{url}</p>
        <p className="text-ink-2 text-sm">
          <StatusMark tone={isOn ? toneOf(last) : 'off'}>
            <span className="whitespace-normal">
              {isOn ? <Last last={last} now={now} /> : 'Switched off: nothing is sent there'}
            </span>
          </StatusMark>
        </p>
        {isOpen ? (
          <p className="text-bad-ink text-sm">
            Its breaker is {breaker.state}: it failed five times on end and is left alone for half a minute at a time.
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {verbs.map(({ verb, label }) => (
          <form
            key={verb}
            action={change}
            onSubmit={(event) => {
              if (verb !== 'remove') return
              event.preventDefault()
              onAsk(webhook)
            }}
          >
            <input type="hidden" name="webhookId" value={id} />
            <input type="hidden" name="verb" value={verb} />
            <SubmitButton
              variant={verb === 'remove' ? 'danger-quiet' : 'quiet'}
              size="sm"
              aria-label={`${label} ${name}`}
            >
              {label}
            </SubmitButton>
          </form>
        ))}
      </div>
    </li>
  )
}

function toneOf(last: LastDelivery | null): StatusTone {
  if (last === null) return 'off'
  if (last.state === 'delivered') return 'ok'
  return last.state === 'gave-up' ? 'bad' : last.lastError === null ? 'off' : 'warn'
}

const occasions = { fired: 'An alert', resolved: 'The end of an alert', test: 'A test' }

function Last({ last, now }: { last: LastDelivery | null; now: Date }) {
  if (last === null) return <>Nothing was sent there yet</>
  const what = occasions[last.occasion]
  if (last.deliveredAt) {
    return (
      <>
        {what} arrived <RelativeTime at={last.deliveredAt} now={now} />
      </>
    )
  }
  const tries = last.attempts === 1 ? '1 try' : `${last.attempts} tries`
  if (last.state === 'gave-up') return <>{`${what} was given up after ${tries}: ${last.lastError}`}</>
  if (last.lastError === null) return <>{what} is on its way</>
  return (
    <>
      {`${what} did not arrive after ${tries}: ${last.lastError}. Next try `}
      {last.nextAt ? <RelativeTime at={last.nextAt} now={now} /> : null}
    </>
  )
}
