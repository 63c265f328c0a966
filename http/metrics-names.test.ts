import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { counterNames, gaugeNames, timerNames } from './metrics-names'

const ours = [counterNames, timerNames, gaugeNames].flatMap((names) => Object.values(names).map(({ name }) => name))
const known = [...ours, 'roster_info']
const ofNode =
  /^(process_(resident_memory_bytes|start_time_seconds)|nodejs_(heap_size_used_bytes|gc_duration_seconds))$/

test.each(['grafana-dashboard.json', 'prometheus-alerts.yml', 'README.md'])(
  '%s speaks of metrics that there are',
  (file) => {
    const text = readFileSync(`docs/monitoring/${file}`, 'utf8')
    const named = [...text.matchAll(/\b(?:http|roster|process|nodejs)_[a-z0-9_]*[a-z0-9]\b(?!…|_…)/g)].map(
      ([name]) => name,
    )
    const metrics = named.map((name) => name.replace(/_(bucket|sum|count)$/, ''))
    expect(metrics.length).toBeGreaterThan(5)
    const groups = /^(roster_(cache|feed|database_pool)|process|nodejs)$/
    const unknown = metrics.filter((name) => !known.includes(name) && !ofNode.test(name) && !groups.test(name))
    expect([...new Set(unknown)]).toEqual([])
  },
)
