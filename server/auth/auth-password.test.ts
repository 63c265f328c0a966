import { hash } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { hashPassword, needsRehash, verifyPassword } from '@/server/auth/auth-password'

describe('a password', () => {
  test('is known again by its hash, and another one is not', async () => {
    const stored = await hashPassword('four boring grey trams')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await verifyPassword(stored, 'four boring grey trams')).toBe(true)
    expect(await verifyPassword(stored, 'four boring grey tram')).toBe(false)
    expect(needsRehash(stored)).toBe(false)
  })

  test('is the same however the keyboard composes its accents', async () => {
    const stored = await hashPassword('pässphräse'.normalize('NFD'))
    expect(await verifyPassword(stored, 'pässphräse'.normalize('NFC'))).toBe(true)
  })

  test('is hashed anew when its hash is weaker than those of today', async () => {
    expect(needsRehash(await hash('x', { memoryCost: 8192, timeCost: 2, parallelism: 1 }))).toBe(true)
    expect(needsRehash(await hash('x', { memoryCost: 19_456, timeCost: 1, parallelism: 1 }))).toBe(true)
    expect(needsRehash('$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy')).toBe(true)
  })

  test('of an account that has none is never right, and takes the work of one that has', async () => {
    const stored = await hashPassword('four boring grey trams')
    const timeOf = async (passwordHash: string | null) => {
      const started = performance.now()
      for (let round = 0; round < 10; round++) expect(await verifyPassword(passwordHash, 'wrong')).toBe(false)
      return performance.now() - started
    }
    await timeOf(stored)
    expect((await timeOf(null)) / (await timeOf(stored))).toBeGreaterThan(0.3)
  })

  test('of a megabyte is refused before it is hashed', async () => {
    await expect(verifyPassword(null, 'a'.repeat(1_000_000))).rejects.toMatchObject({ code: 'invalid' })
    await expect(hashPassword('a'.repeat(257))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('beyond the queue is refused with the time to wait, and those in it are served', async () => {
    const tries = Array.from({ length: 80 }, () => verifyPassword(null, 'wrong'))
    const results = await Promise.allSettled(tries)
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused).toHaveLength(18)
    expect(refused[0]?.reason).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 })
  })
})
