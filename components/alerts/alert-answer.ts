import { askApi } from '@/components/ui/api-answer'
import type { OpenAlert } from '@/server/alerts/alert'

type Times = 'beganAt' | 'firedAt' | 'acknowledgedAt' | 'resolvedAt'

/** An alert as the API answers it: its times are text. */
export type SeenAlert = Omit<OpenAlert, Times> & {
  beganAt: string
  firedAt: string
  acknowledgedAt: string | null
  resolvedAt: string | null
}

export type SeenPage = { data: SeenAlert[]; page: { next: string | null; previous: string | null } }

/** The first ones, which come with the page; `at` is the moment of the server. */
export type FirstAlerts = { alerts: SeenAlert[]; at: number }

export function seenAlert(alert: OpenAlert): SeenAlert {
  const text = (time: Date | null) => time?.toISOString() ?? null
  return {
    ...alert,
    beganAt: alert.beganAt.toISOString(),
    firedAt: alert.firedAt.toISOString(),
    acknowledgedAt: text(alert.acknowledgedAt),
    resolvedAt: text(alert.resolvedAt),
  }
}

/** Whether it belongs into a banner: open, and neither silenced nor taken care of. A test never does. */
export function isToShow({ resolvedAt, acknowledgedAt, isSilenced, isTest }: SeenAlert): boolean {
  return resolvedAt === null && acknowledgedAt === null && !isSilenced && !isTest
}

export async function askAlerts(query: string, signal: AbortSignal): Promise<SeenPage> {
  return (await askApi(`/alerts?${query}`, signal)).json()
}
