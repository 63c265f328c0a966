import type { Metadata } from 'next'
import { orNotFound } from '@/app/_shared/or-not-found'
import { Streamed } from '@/app/_shared/streamed'
import { AlertBanner } from '@/components/alerts/alert-banner'
import { AlertHistory } from '@/components/alerts/alert-history'
import { PageTop } from '@/components/layout/page-top'
import { readPerformanceAddress } from '@/components/performance/performance-address'
import { PerformanceBoard } from '@/components/performance/performance-board'
import { PerformanceSkeleton } from '@/components/performance/performance-skeleton'
import { requireActor } from '@/server/auth/auth-session'
import { readAlertHistory, readFirstAlerts } from '../first-alerts'
import { acknowledgeAlertAction, silenceRuleAction } from '../settings/alerts/actions'
import { resetPartAction } from './actions'
import { readChartLimits } from './chart-limits'
import { readFirstPerformance } from './first-performance'

type Props = PageProps<'/performance'>

export const metadata: Metadata = { title: 'Performance' }

export default function PerformancePage(props: Props) {
  return <Streamed fallback={<PerformanceSkeleton />} content={drawPage(props)} />
}

async function drawPage({ searchParams }: Props) {
  const actor = await requireActor()
  const address = readPerformanceAddress(toParams(await searchParams))
  const [first, alerts, history, limits] = await orNotFound(
    Promise.all([
      readFirstPerformance(actor, address),
      readFirstAlerts(actor),
      readAlertHistory(actor),
      readChartLimits(actor),
    ]),
  )
  return (
    <div className="pb-14">
      <PageTop title="Performance" />
      <AlertBanner first={alerts} actions={{ acknowledge: acknowledgeAlertAction, silence: silenceRuleAction }} />
      <PerformanceBoard first={first} limits={limits} resetPart={resetPartAction} />
      <div className="px-gutter pt-6">
        <AlertHistory {...history} />
      </div>
    </div>
  )
}

/** Of a parameter that stands there twice, the first counts. */
function toParams(given: Awaited<Props['searchParams']>): URLSearchParams {
  const first = Object.entries(given).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? value[0] : value
    return text === undefined ? [] : [[name, text]]
  })
  return new URLSearchParams(first)
}
