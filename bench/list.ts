import { createServer } from 'node:http'
import { seedUsers } from '@/drizzle/seed'
import { apiHandler } from '@/http/api'
import { createFrontDoor, type Handler } from '@/http/front-door'
import { userJson } from '@/http/user-json'
import { getSettings, updateSettings } from '@/server/settings/settings-service'
import { createToken, findActorByBearer } from '@/server/tokens/token-service'
import { parseUserQuery } from '@/server/users/user-filter'
import { listUsers } from '@/server/users/user-list-service'
import { newActor, system } from '@/server/users/user-test-people'
import { type LoadFigures, makeLoad, servedOf } from './load'
import { withDatabase } from './postgres'
import { medianOf, type Section } from './section'

const rounds = 5
const seconds = 3
const path = '/api/v1/users?limit=25'

export const section: Section = {
  name: 'list',
  question: 'what does the front door cost, on the way to 25 users as JSON?',
  run: () =>
    withDatabase(async ({ ownerUrl }) => {
      await seedUsers(ownerUrl, 10_000)
      const headers = { Authorization: `Bearer ${await tokenWithoutLimit()}` }
      const ports = { door: await openDoor(), bare: await openBare() }
      const ask = (which: keyof typeof ports, forSeconds = seconds) =>
        makeLoad({ port: ports[which], path, headers, connections: 10, seconds: forSeconds })
      const seen = { door: [] as LoadFigures[], bare: [] as LoadFigures[] }
      for (const which of ['door', 'bare'] as const) await ask(which, 1)
      for (let round = 0; round < rounds; round++) {
        const order = round % 2 === 0 ? (['door', 'bare'] as const) : (['bare', 'door'] as const)
        for (const which of order) seen[which].push(await ask(which))
      }
      const perSecond = (which: keyof typeof seen) => medianOf(seen[which].map((each) => servedOf(each) / seconds))
      const p99 = (which: keyof typeof seen) => medianOf(seen[which].map(({ p99Ms }) => p99Ms))
      return [
        {
          what: 'lists a second through the front door',
          figure: perSecond('door'),
          unit: '/s',
          peer: { what: 'bare node:http, same services', figure: perSecond('bare') },
          promise: { of: 'ratio', least: 0.5 },
        },
        { what: 'p99', figure: p99('door'), unit: 'ms', peer: { what: 'bare', figure: p99('bare') } },
      ]
    }),
}

async function tokenWithoutLimit(): Promise<string> {
  const admin = await newActor('admin')
  const { value, version } = await getSettings(admin)
  await updateSettings(admin, version, { ...value, apiPerSecond: 100_000, apiBurst: 1_000_000 })
  return (await createToken(system(), { userId: admin.id ?? '', name: 'Bench', expiresInDays: 1 })).token
}

function openDoor(): Promise<number> {
  const pages: Handler = (_request, response) => void response.end()
  const door = createFrontDoor({ api: apiHandler(() => 'open'), pages, trustedProxies: [], isDevelopment: false })
  return door.listen(0, '127.0.0.1')
}

/** The least that would do: who asks, what they may see, and nothing around it. */
function openBare(): Promise<number> {
  const server = createServer(async (request, response) => {
    const token = (request.headers.authorization ?? '').slice('Bearer '.length)
    const actor = await findActorByBearer(token, { requestId: 'bench', via: 'api', ip: null, userAgent: null })
    if (!actor) return void response.writeHead(401).end()
    const { users, next, previous, limit } = await listUsers(actor, parseUserQuery(new URLSearchParams('limit=25')))
    const body = JSON.stringify({ data: users.map(userJson), page: { next, previous, limit } })
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}
