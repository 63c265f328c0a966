import { expect, test } from 'vitest'
import { provideEnv } from '@/server/env'
import { seal, unseal } from '@/server/platform/sealed'

test('what was sealed opens for its purpose and its row, and for nothing else', () => {
  const sealed = seal('hush', 'test', 'row 1')
  expect(unseal(sealed, 'test', 'row 1')).toBe('hush')
  expect(seal('hush', 'test', 'row 1').equals(sealed)).toBe(false)
  expect(sealed.includes('hush')).toBe(false)
  expect(() => unseal(sealed, 'test', 'row 2')).toThrow()
  expect(() => unseal(sealed, 'other', 'row 1')).toThrow()
  const changed = Buffer.from(sealed)
  changed[sealed.length - 1] = (changed[sealed.length - 1] ?? 0) ^ 1
  expect(() => unseal(changed, 'test', 'row 1')).toThrow()
  const secret = process.env.AUTH_SECRET
  provideEnv({ AUTH_SECRET: 'b'.repeat(20) + 'c'.repeat(20) })
  expect(() => unseal(sealed, 'test', 'row 1')).toThrow()
  provideEnv({ AUTH_SECRET: secret ?? '' })
})
