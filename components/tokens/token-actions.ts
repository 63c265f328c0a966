import type { ActionState, FormAction } from '@/components/ui/action-state'
import type { UserRole } from '@/server/users/user'

/** What the form of a new token sends. */
export type TokenEntry = { name: string; role: UserRole; expiresInDays: string }

/**
 * The answer to that form. The secret is in this answer and nowhere else: the form is not drawn again over a state that
 * has one, because a form sends its last state back to the server.
 */
export type TokenState = { answer: ActionState<TokenEntry>; made: { name: string; secret: string } | null }

export type MakeToken = (state: TokenState, form: FormData) => Promise<TokenState>
export type RevokeToken = FormAction<{ tokenId: string }>
