import type { ListedUser, UsersPage } from './users-answer'

/** Somebody else's change of a row: who and when. */
export type UserNews = { by: string | null; at: string }

/**
 * The rows as they are shown, with what is new in them, each in its place: no row moves under the pointer. `found` holds
 * those that the list has no more, where they could be asked for. `held` is how many came, went or moved.
 */
export function mergeUsers(
  shown: UsersPage,
  fresh: UsersPage,
  found: ReadonlyMap<string, ListedUser>,
): { page: UsersPage; held: number } {
  const now = new Map(fresh.users.map((user) => [user.id, user]))
  const users = shown.users.map((user) => now.get(user.id) ?? found.get(user.id) ?? user)
  const came = fresh.users.filter(({ id }) => !shown.users.some((user) => user.id === id)).length
  const gone = shown.users.filter(({ id }) => !now.has(id)).length
  // One who comes pushes another one out at the foot: that is one change
  const held = Math.max(came, gone) + countMoved(shown.users, fresh.users)
  return { page: { ...fresh, users, next: shown.next, previous: shown.previous }, held }
}

/** The rows that look different now. */
export function changedRows(before: UsersPage, after: UsersPage): ListedUser[] {
  const was = new Map(before.users.map((user) => [user.id, JSON.stringify(user, looks)]))
  return after.users.filter((user) => was.has(user.id) && was.get(user.id) !== JSON.stringify(user, looks))
}
const looks = ['name', 'email', 'role', 'status', 'statusReason', 'statusUntil', 'deletedAt']

/** The fewest rows that would have to move, of those in both. */
function countMoved(shown: readonly ListedUser[], fresh: readonly ListedUser[]): number {
  const placeNow = new Map(fresh.map(({ id }, at) => [id, at]))
  const places = shown.flatMap(({ id }) => placeNow.get(id) ?? [])
  // The longest run that keeps its order, not necessarily side by side
  const longest: number[] = []
  for (const [at, place] of places.entries()) {
    const before = longest.filter((_, each) => (places[each] ?? 0) < place)
    longest[at] = 1 + Math.max(0, ...before)
  }
  return places.length - Math.max(0, ...longest)
}

/** "3 changes", as the button says that shows them. */
export function heldWords(held: number): string {
  return held === 1 ? '1 change' : `${held} changes`
}

/** "by Amara Okafor, just now". */
export function newsWords({ by }: UserNews, when: string): string {
  return by === null ? `changed ${when}` : `by ${by}, ${when}`
}

/** For those who can't see the marks: one sentence for all that came together. */
export function newsSentence(told: readonly { name: string; by: string | null }[]): string {
  const [one] = told
  if (one && told.length === 1) return `${one.by ?? 'Somebody else'} changed ${one.name}.`
  return `${told.length} users were changed by others.`
}
