import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { events } from '@/drizzle/schema'
import { testDatabase } from '@/drizzle/test-database'
import { newAddress, requestFrom } from '@/server/auth/auth-test-people'
import { clearBrakes, passBrakes, returnPass, sweepBrakes } from '@/server/auth/sign-in-brake-service'
import type { BrakePass } from '@/server/auth/sign-in-local-brake-service'
import { clock } from '@/server/clock'
import { takeFigures } from '@/server/measure'
import { closeDatabase, database } from '@/server/platform/database'
import { defaultSettings } from '@/server/settings/settings'

const minute = 60_000
const newEmail = () => `brake.${randomUUID()}@roster.test`
/** No limit but the one that a test is about. */
const wide = { ...defaultSettings, signInTriesPerAddress: 100_000 }

afterEach(() => clock.move(0))

const pass = (email: string, ip: string | null, settings = wide) => passBrakes(email, requestFrom(ip), settings)
const outcome = (trying: Promise<BrakePass>) =>
  trying.then(
    () => 'passed' as const,
    (error: { code: string }) => error.code,
  )

async function outcomes(count: number, tryOnce: (index: number) => Promise<BrakePass>) {
  const all = await Promise.all(Array.from({ length: count }, (_, index) => outcome(tryOnce(index))))
  return {
    passed: all.filter((one) => one === 'passed').length,
    refused: all.filter((one) => one === 'rate_limited').length,
  }
}

describe('an account', () => {
  test('takes ten tries from an address, exactly, also when forty come at once', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    expect(await outcomes(40, () => pass(email, ip))).toEqual({ passed: 10, refused: 30 })
  })

  test('opens by itself after a quarter of an hour, however many were refused meanwhile', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    await outcomes(10, () => pass(email, ip))
    clock.move(14 * minute)
    expect(await outcomes(20, () => pass(email, ip))).toEqual({ passed: 0, refused: 20 })
    clock.move(15 * minute + 1000)
    expect(await outcomes(20, () => pass(email, ip))).toEqual({ passed: 10, refused: 10 })
  })

  test('closes also when the ten failures are spread over the quarter of an hour', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    for (let round = 0; round < 10; round++) {
      clock.move(round * 1.6 * minute)
      expect(await outcome(pass(email, ip))).toBe('passed')
    }
    expect(await outcome(pass(email, ip))).toBe('rate_limited')
  })

  test('says how long to wait', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    await outcomes(10, () => pass(email, ip))
    clock.move(5 * minute)
    await expect(pass(email, ip)).rejects.toMatchObject({
      code: 'rate_limited',
      message: 'Too many tries. Wait 10 minutes, then try again.',
      retryAfterSeconds: expect.toSatisfy((seconds: number) => seconds > 590 && seconds <= 600),
    })
  })

  test('is the same however its address is written', async () => {
    const [mark, ip] = [randomUUID(), newAddress()]
    await outcomes(5, () => pass(`brake.${mark}@roster.test`, ip))
    expect(await outcomes(10, () => pass(`Brake.${mark.toUpperCase()}@ROSTER.test`, ip))).toMatchObject({ passed: 5 })
  })

  test('that one address has closed is open from another', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    await outcomes(20, () => pass(email, ip))
    expect(await outcome(pass(email, newAddress()))).toBe('passed')
  })

  test('forgets the failures when the right person comes', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    await outcomes(9, () => pass(email, ip))
    await clearBrakes(database(), await pass(email, ip))
    expect(await outcomes(20, () => pass(email, ip))).toEqual({ passed: 10, refused: 10 })
  })

  test('does not count a try that the program itself cut short', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    await outcomes(9, () => pass(email, ip))
    for (let round = 0; round < 5; round++) await returnPass(await pass(email, ip))
    expect(await outcomes(5, () => pass(email, ip))).toEqual({ passed: 1, refused: 4 })
  })
})

describe('an account that is guessed at from many addresses', () => {
  async function attack(email: string) {
    const from = Array.from({ length: 12 }, newAddress)
    return outcomes(120, (index) => pass(email, from[index % 12] ?? null))
  }

  test('takes a hundred tries, then one from each address', async () => {
    const email = newEmail()
    const { passed } = await attack(email)
    // A hundred, and one more for each of those who came when these were used up
    expect(passed).toBeGreaterThanOrEqual(100)
    expect(passed).toBeLessThanOrEqual(112)
    const ip = newAddress()
    expect(await outcomes(10, () => pass(email, ip))).toEqual({ passed: 1, refused: 9 })
  })

  test('still lets its owner in, from anywhere with the first try, and from where they have been before with ten', async () => {
    const [email, home] = [newEmail(), newAddress()]
    await clearBrakes(database(), await pass(email, home))
    await attack(email)
    expect(await outcome(pass(email, newAddress()))).toBe('passed')
    expect(await outcomes(20, () => pass(email, home))).toEqual({ passed: 10, refused: 10 })
  })

  test('counts the whole of somebody’s /48 as one then', async () => {
    const email = newEmail()
    await attack(email)
    const site = `2001:db8:${newAddress().split('.')[1]}`
    expect(await outcomes(30, (index) => pass(email, `${site}:${index}::1`))).toEqual({ passed: 1, refused: 29 })
  })
})

describe('an address', () => {
  test('takes sixty tries, exactly, whatever the accounts and when a hundred come at once', async () => {
    const ip = newAddress()
    expect(await outcomes(100, () => pass(newEmail(), ip, defaultSettings))).toEqual({ passed: 60, refused: 40 })
  })

  test('gets them back bit by bit', async () => {
    const ip = newAddress()
    await outcomes(60, () => pass(newEmail(), ip, defaultSettings))
    clock.move(minute)
    expect(await outcomes(10, () => pass(newEmail(), ip, defaultSettings))).toEqual({ passed: 4, refused: 6 })
  })

  test('of IPv6 is its /64', async () => {
    const site = `2001:db8:${newAddress().split('.')[1]}:${newAddress().split('.')[2]}`
    const tries = await outcomes(100, (index) => pass(newEmail(), `${site}::${index + 1}`, defaultSettings))
    expect(tries).toEqual({ passed: 60, refused: 40 })
  })

  test('where the right people sign in is not used up by them', async () => {
    const ip = newAddress()
    for (let round = 0; round < 70; round++) {
      await clearBrakes(database(), await pass(newEmail(), ip, defaultSettings))
    }
  })
})

describe('a flood', () => {
  const toldOf = async (ip: string) => {
    const isAboutIt = and(eq(events.action, 'session.refused'), sql`${events.details} ->> 'address' = ${ip}`)
    const rows = await database().select({ details: events.details, code: events.code }).from(events).where(isAboutIt)
    return rows.map(({ details, code }) => ({ refusals: details.refusals, code }))
  }

  test('is one event a minute, and none of its refusals is lost', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    await outcomes(110, () => pass(email, ip))
    expect(await toldOf(ip)).toEqual([{ refusals: 1, code: 'rate_limited' }])
    clock.move(61_000)
    await outcomes(50, () => pass(email, ip))
    expect(await toldOf(ip)).toHaveLength(2)
    clock.move(130_000)
    await Promise.all([sweepBrakes(clock.now()), sweepBrakes(clock.now())])
    const told = await toldOf(ip)
    expect(told).toHaveLength(3)
    expect(told.reduce((sum, { refusals }) => sum + Number(refusals), 0)).toBe(150)
  })
})

describe('while the counts that all share can’t be reached', () => {
  const name = new URL(testDatabase().webUrl).pathname.slice(1)
  const setReadOnly = async (value: 'on' | 'off') => {
    const owner = new pg.Client(testDatabase().ownerUrl)
    await owner.connect()
    await owner.query('set default_transaction_read_only = off')
    await owner.query(`alter database ${name} set default_transaction_read_only = ${value}`)
    await owner.end()
    await closeDatabase()
  }
  beforeAll(() => setReadOnly('on'))
  afterAll(() => setReadOnly('off'))

  test('this instance counts alone: ten tries of an account, sixty of an address, exactly', async () => {
    const [email, ip, busy] = [newEmail(), newAddress(), newAddress()]
    takeFigures()
    expect(await outcomes(40, () => pass(email, ip))).toEqual({ passed: 10, refused: 30 })
    expect(await outcomes(100, () => pass(newEmail(), busy, defaultSettings))).toEqual({ passed: 60, refused: 40 })
    expect(takeFigures().counters).toMatchObject({
      'limiter.refused|sign-in-account': 30,
      'limiter.refused|sign-in-address': 40,
    })
  })

  test('what was tried is not given back, and how long to wait is said', async () => {
    const [email, ip] = [newEmail(), newAddress()]
    for (let round = 0; round < 10; round++) await returnPass(await pass(email, ip))
    await expect(pass(email, ip)).rejects.toMatchObject({
      code: 'rate_limited',
      message: 'Too many tries. Wait 2 minutes, then try again.',
      retryAfterSeconds: 90,
    })
  })
})
