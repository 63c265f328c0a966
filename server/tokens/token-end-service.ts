import type { Database } from '@/server/platform/database'
import { tokenRepository } from '@/server/tokens/token-repository'

/**
 * For the door alone, inside its transaction: a new password ends the tokens too, or whoever had the old one for a
 * minute could keep a way in. Asks no right and writes no event. Answers how many there were.
 */
export async function endTokensOfUser(db: Database, userId: string): Promise<number> {
  return tokenRepository(db).deleteByUser(userId)
}
