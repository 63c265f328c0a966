import Link from 'next/link'
import { linkLook } from '@/components/ui/link-look'
import { RelativeTime } from '@/components/ui/relative-time'
import { SubmitButton } from '@/components/ui/submit-button'
import { Cell, ColumnHeading, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Tag } from '@/components/ui/tag'
import type { Token } from '@/server/tokens/token'
import type { UserRole } from '@/server/users/user'

type Props = {
  tokens: readonly Token[]
  roleWords: Record<UserRole, string>
  now: Date
  /** Whose each is: where there are those of several people */
  hasOwners?: boolean
  /** Ends the one that the form names by `tokenId`; `onAsk` is called first where script runs */
  revoke: (form: FormData) => void
  onAsk: (token: Token) => void
}

/** What programs sign in with. On a phone each token is a card. */
export function TokenTable({ tokens, roleWords, now, hasOwners, revoke, onAsk }: Props) {
  return (
    <Table label="API tokens" className="max-md:block">
      <TableHead className="max-md:sr-only">
        <Row className="h-8 border-line border-b">
          <ColumnHeading label="Name" className="ps-4" />
          {hasOwners ? <ColumnHeading label="Acts for" /> : null}
          <ColumnHeading label="Role" />
          <ColumnHeading label="Last used" />
          <ColumnHeading label="Ends" />
          <ColumnHeading label="Revoke" isLabelHidden />
        </Row>
      </TableHead>
      <TableBody className="max-md:block">
        {tokens.map((token) => (
          <Row key={token.id} className={rowLook}>
            <Cell className="wrap-anywhere py-1.5 ps-4 pe-4 font-medium max-md:p-0">{token.name}</Cell>
            {hasOwners ? (
              <Cell className="wrap-anywhere pe-4 max-md:col-start-1 max-md:pe-0">
                <Link href={`/users/${token.userId}`} prefetch={false} className={`${linkLook} whitespace-normal`}>
                  <bdi>{token.userName}</bdi>
                </Link>
              </Cell>
            ) : null}
            <Cell className={noteLook}>{roleWords[token.role]}</Cell>
            <Cell className={noteLook}>
              <span className="md:hidden">Last used: </span>
              {token.lastUsedAt ? (
                <RelativeTime at={token.lastUsedAt} now={now} />
              ) : (
                <span className="max-md:lowercase">Never</span>
              )}
            </Cell>
            <Cell className={noteLook}>
              <End at={token.expiresAt} now={now} />
            </Cell>
            <Cell className="pe-4 text-end max-md:col-start-2 max-md:row-start-1 max-md:pe-0">
              <form
                action={revoke}
                onSubmit={(event) => {
                  event.preventDefault()
                  onAsk(token)
                }}
              >
                <input type="hidden" name="tokenId" value={token.id} />
                <SubmitButton variant="default" size="sm" aria-label={`Revoke the token ${token.name}`}>
                  Revoke
                </SubmitButton>
              </form>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

const rowLook =
  'h-12 border-line border-b last:border-b-0 hover:bg-hover max-md:grid max-md:h-auto max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-3 max-md:px-4 max-md:py-3'
const noteLook = 'whitespace-nowrap pe-4 max-md:col-start-1 max-md:pe-0 max-md:text-ink-3 max-md:text-sm'

function End({ at, now }: { at: Date | null; now: Date }) {
  if (at === null) return <>Never ends</>
  if (at <= now) return <Tag tone="warn">Ended</Tag>
  return (
    <>
      <span className="md:hidden">Ends </span>
      <RelativeTime at={at} now={now} />
    </>
  )
}
