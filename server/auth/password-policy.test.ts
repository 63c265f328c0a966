import { describe, expect, test } from 'vitest'
import { passwordProblem } from '@/server/auth/password-policy'

const ada = { name: 'Ada Lovelace', email: 'ada.lovelace@analytical.example' }

describe('a new password', () => {
  test.each([
    'four boring grey trams',
    'correct-horse-battery',
    'Ünïcödé pässphräse',
    '合言葉は長いほど強いので長くします',
    '🦉🦊🐙🦀🐝🐞🦋🐌🐢🦎🐍🐊🦖🦕🐳',
    'my sister ada keeps geese',
    'a roster of wooden ducks',
    '738201946572819',
    `${'x9 kettle '.repeat(25)}end`,
  ])('is taken when it is long and nobody can guess it: %s', async (password) => {
    expect(await passwordProblem(password, ada)).toBeNull()
  })

  test.each(['', 'short', 'fourteen chars', '🦉🦉🦉🦉🦉🦉🦉🦉', 'é'.repeat(14)])(
    'is refused below 15 characters as people count them: %s',
    async (password) => {
      expect(await passwordProblem(password, ada)).toContain('at least 15')
    },
  )

  test('is refused above 256 characters', async () => {
    expect(await passwordProblem('kettle pond '.repeat(30), ada)).toContain('at most 256')
  })

  test.each([
    'passwordpassword',
    'PasswordPassword1!',
    'password12345678',
    '!!!sunshine2024!!!',
    'iloveyouiloveyou',
    'p@ssw0rd20242024',
    'qwertyuiop12345',
    '1234567890qwerty',
    'letmeinletmeinletmein',
    '2024-superman-2024',
  ])('is refused when it leaked, also dressed up: %s', async (password) => {
    expect(await passwordProblem(password, ada)).toContain('leaked')
  })

  test.each([
    'aaaaaaaaaaaaaaaa',
    'abcabcabcabcabcabc',
    '123456789012345',
    '098765432109876',
    'abcdefghijklmnop',
    '1-2-3-4-5-6-7-8-9',
  ])('is refused when it repeats or counts: %s', async (password) => {
    expect(await passwordProblem(password, ada)).toContain('repeat or count')
  })

  test.each([
    'AdaLovelace2024!',
    'ada.lovelace@analytical.example',
    'lovelace-lovelace',
    'roster-roster-roster',
    'Roster admin 2026',
    'analytical.example1',
    'ÁDÁ LÖVELACE 1815',
  ])('is refused when it is made of the name, the address or the program: %s', async (password) => {
    expect(await passwordProblem(password, ada)).toContain('your name')
  })

  test('is judged in time also when it is made to be slow', async () => {
    const started = performance.now()
    await passwordProblem(`${'a1'.repeat(127)}b`, { name: 'a'.repeat(100), email: `${'a.'.repeat(31)}a@b.example` })
    expect(performance.now() - started).toBeLessThan(500)
  })
})
