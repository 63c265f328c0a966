import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { takeFigures } from '@/server/measure'
import {
  BreakerOpenError,
  type BreakerOptions,
  breakerStates,
  removeBreaker,
  throughBreaker,
} from '@/server/platform/circuit-breaker'

let made = 0
/** A breaker of its own for each test. */
function newBreaker(wish: Partial<BreakerOptions> = {}) {
  const name = `target-${++made}`
  const options = { label: name, failures: 3, halfOpenAfterMs: 100, timeoutMs: 1000, ...wish }
  let calls = 0
  const call = (work: (signal: AbortSignal) => Promise<unknown>, givenUp?: AbortSignal) =>
    throughBreaker(
      name,
      options,
      (signal) => {
        calls++
        return work(signal)
      },
      givenUp,
    )
  return {
    name,
    call,
    calls: () => calls,
    fail: () => call(() => Promise.reject(new Error('down'))).catch((error: unknown) => error),
    state: () => breakerStates().find((each) => each.name === name),
  }
}

test('lets calls through and answers what they answer', async () => {
  const { call, state } = newBreaker()
  expect(await call(async () => 7)).toBe(7)
  expect(state()).toMatchObject({ state: 'closed', lastError: null })
})

test('opens after so many failures one after another, and then makes no call', async () => {
  const { call, calls, fail, state } = newBreaker()
  await fail()
  await fail()
  await call(async () => 'in between')
  await fail()
  await fail()
  expect(state()?.state).toBe('closed')
  await fail()
  expect(state()).toMatchObject({ state: 'open', lastError: 'down', lastErrorAt: expect.any(Date) })
  const before = calls()
  await expect(call(async () => 1)).rejects.toBeInstanceOf(BreakerOpenError)
  expect(calls()).toBe(before)
})

test('half-open lets one call through and holds nobody up', async () => {
  const { call, calls, fail, state } = newBreaker()
  for (let times = 0; times < 3; times++) await fail()
  await sleep(120)
  let answer = (_: string) => {}
  const tried = call(() => new Promise<string>((done) => (answer = done)))
  await expect.poll(() => state()?.state).toBe('half-open')
  const beganAt = performance.now()
  await expect(call(async () => 1)).rejects.toBeInstanceOf(BreakerOpenError)
  expect(performance.now() - beganAt).toBeLessThan(50)
  expect(calls()).toBe(4)
  answer('well again')
  expect(await tried).toBe('well again')
  expect(state()?.state).toBe('closed')
})

test('half-open opens again when the test fails, or is given up', async () => {
  const { call, fail, state } = newBreaker()
  for (let times = 0; times < 3; times++) await fail()
  await sleep(120)
  await fail()
  expect(state()?.state).toBe('open')
  await sleep(120)
  const asking = new AbortController()
  const tried = call(() => new Promise(() => {}), asking.signal)
  asking.abort()
  await expect(tried).rejects.toThrow()
  expect(state()?.state).toBe('open')
})

test('a call that does not listen ends in time all the same, and is told to', async () => {
  const { call, state } = newBreaker({ timeoutMs: 60, failures: 1 })
  let told: AbortSignal | undefined
  const beganAt = performance.now()
  await expect(
    call((signal) => {
      told = signal
      return new Promise(() => {})
    }),
  ).rejects.toThrow('no answer within 0.06 s')
  expect(performance.now() - beganAt).toBeLessThan(500)
  expect(told?.aborted).toBe(true)
  expect(state()?.state).toBe('open')
})

test('what the caller gives up counts neither way', async () => {
  const { call, state } = newBreaker({ failures: 1 })
  const asking = new AbortController()
  const going = call(() => new Promise(() => {}), asking.signal)
  asking.abort()
  await expect(going).rejects.toThrow('given up')
  expect(state()).toMatchObject({ state: 'closed', lastError: null })
})

test('a slow call holds up no other', async () => {
  const { call } = newBreaker()
  const slow = call(() => sleep(300))
  const beganAt = performance.now()
  await call(async () => 1)
  expect(performance.now() - beganAt).toBeLessThan(100)
  await slow
})

test('is closed again once it is forgotten', async () => {
  const { name, call, fail, state } = newBreaker({ halfOpenAfterMs: 60_000 })
  for (let times = 0; times < 3; times++) await fail()
  expect(state()?.state).toBe('open')
  removeBreaker(name)
  expect(await call(async () => 1)).toBe(1)
  expect(state()?.state).toBe('closed')
})

test('is measured by the worst of its label, not by its name', async () => {
  const label = 'shared'
  const [well, ill] = [newBreaker({ label }), newBreaker({ label, failures: 1 })]
  await well.call(async () => 1)
  await ill.fail()
  expect(takeFigures().gauges['breaker|shared']).toMatchObject({ max: 2 })
  removeBreaker(ill.name)
  expect(takeFigures().gauges['breaker|shared']).toMatchObject({ max: 0 })
})
