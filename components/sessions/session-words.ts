import type { Session } from '@/server/sessions/session'

/** What the button of each session is called. Several on the same device are told apart by their number. */
export function endLabels(sessions: readonly Session[]): Map<string, string> {
  const seen = new Map<string, number>()
  return new Map(
    sessions.map(({ id, device }) => {
      const number = (seen.get(device) ?? 0) + 1
      seen.set(device, number)
      const isAlone = sessions.filter((other) => other.device === device).length === 1
      return [id, isAlone ? `End the session ${device}` : `End the session ${device}, number ${number}`]
    }),
  )
}
