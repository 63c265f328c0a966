import { apiHandler } from '@/http/api'
import { createFrontDoor, type Handler } from '@/http/front-door'
import { makeLoad, servedOf } from './load'
import { medianOf, type Section } from './section'

const rounds = 8
const seconds = 2

export const section: Section = {
  name: 'recording',
  question: 'how much processor time does it take to record a request at the front door?',
  run: async () => {
    Object.assign(process.env, {
      LOG_LEVEL: 'silent',
      NODE_ENV: 'production',
      AUTH_SECRET: 'kYp3s6v9yBEHMbQeThWmZq4t7wzCFJNc',
    })
    const [recorded, unrecorded] = [await open(true), await open(false)]
    const times = { recorded: [] as number[], unrecorded: [] as number[] }
    await usPerRequest(recorded)
    await usPerRequest(unrecorded)
    for (let round = 0; round < rounds; round++) {
      // Whoever goes first must not always be the same
      const order = round % 2 === 0 ? (['recorded', 'unrecorded'] as const) : (['unrecorded', 'recorded'] as const)
      for (const which of order) times[which].push(await usPerRequest(which === 'recorded' ? recorded : unrecorded))
    }
    const differences = times.recorded.map((us, round) => us - (times.unrecorded[round] ?? 0))
    return [
      {
        what: 'a request, with recording',
        figure: medianOf(times.recorded),
        unit: 'µs',
        peer: { what: 'without', figure: medianOf(times.unrecorded) },
      },
      {
        what: 'recording alone (median of the pairs)',
        figure: medianOf(differences),
        unit: 'µs',
        promise: { of: 'figure', most: 50 },
      },
    ]
  },
}

async function open(isRecorded: boolean): Promise<number> {
  const pages: Handler = (_request, response) => void response.end('page')
  const door = createFrontDoor({
    api: apiHandler(() => 'open'),
    pages,
    trustedProxies: [],
    isDevelopment: false,
    isRecorded,
  })
  return door.listen(0, '127.0.0.1')
}

/** Of this process alone: those who ask are another one. */
async function usPerRequest(port: number): Promise<number> {
  const before = process.cpuUsage()
  const figures = await makeLoad({ port, path: '/healthz', connections: 8, seconds })
  const { user, system } = process.cpuUsage(before)
  return (user + system) / servedOf(figures)
}
