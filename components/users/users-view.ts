/*
  How somebody likes the list: which columns, one line a person or two. It is no part of the address, which says who is
  shown, but stands in a cookie, so that the server draws the list like that at once.
*/

export const usersViewCookie = 'users-view'

export const optionalColumns = ['role', 'status', 'last_sign_in', 'created'] as const
export type OptionalColumn = (typeof optionalColumns)[number]

export type UsersView = { lines: 1 | 2; hidden: readonly OptionalColumn[] }

export const defaultUsersView: UsersView = { lines: 2, hidden: [] }

/** `2.role.created`: two lines, without these columns. What it does not know it leaves out. */
export function parseUsersView(value: string | undefined): UsersView {
  const [lines, ...names] = (value ?? '').split('.')
  return { lines: lines === '1' ? 1 : 2, hidden: optionalColumns.filter((column) => names.includes(column)) }
}

export function usersViewText({ lines, hidden }: UsersView): string {
  return [lines, ...hidden].join('.')
}
