import type { Actor } from '@/server/auth/actor'

/** Who may see how the console does: its figures tell of everybody's work. */
export const performanceCan = {
  view: (actor: Pick<Actor, 'role'>) => actor.role === 'admin',
}
