import { describe, expect, test } from 'vitest'
import { AppError } from '@/server/errors'
import { parse } from '@/server/parse'
import { foldName, statusReasonSchema, userCreateSchema, userIdSchema, userNameSchema } from '@/server/users/user'

describe('a name', () => {
  test.each([
    'Ada',
    'Thanh Hằng Nguyễn-Fitzgerald',
    '佐藤 はな',
    'جيهان المصري',
    "Niamh Ó'Súilleabháin",
    '👩‍🚀',
    'x'.repeat(100),
  ])('%j is accepted', (name) => expect(parse(userNameSchema, name)).toBe(name))

  test('is trimmed, and its letters are put together', () => {
    expect(parse(userNameSchema, '  Jose\u0301 ')).toBe('Jos\u00e9')
  })

  test('may have a hundred characters outside the basic plane', () => {
    expect(parse(userNameSchema, '𝒜'.repeat(100))).toHaveLength(200)
  })

  test.each([
    '',
    '   ',
    '\u200b\u200b',
    '\u2060',
    '\u00ad',
    'x'.repeat(101),
    'a\0b',
    'a\nb',
    'a\u202eb',
    'a\u2028b',
    '\ud800',
    'x'.repeat(1_000_000),
    7,
    undefined,
  ])('%j is refused', (name) => expect(() => parse(userNameSchema, name)).toThrow(AppError))
})

describe('what a new user is made of', () => {
  test('the role is user and the password temporary unless said otherwise', () => {
    const user = parse(userCreateSchema, { name: 'Ada', email: 'ada@example.com' })
    expect(user).toEqual({ name: 'Ada', email: 'ada@example.com', role: 'user', mustChangePassword: true })
  })

  test('an unknown field is refused by its name', () => {
    try {
      parse(userCreateSchema, { name: 'Ada', email: 'ada@example.com', isAdmin: true })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid', fields: { isAdmin: ['This field is not known here.'] } })
    }
  })

  test('each wrong field has its own message', () => {
    try {
      parse(userCreateSchema, { name: '', email: 'x', role: 'root' })
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({
        fields: {
          name: ['Enter a name'],
          email: ['Enter an address such as name@example.com'],
          role: ['Choose a role'],
        },
      })
    }
  })

  test('a password of a megabyte is refused', () => {
    const input = { name: 'Ada', email: 'ada@example.com', password: 'x'.repeat(1_000_000) }
    expect(userCreateSchema.safeParse(input).success).toBe(false)
  })
})

test('a reason may be absent, and has at most 500 characters', () => {
  expect(statusReasonSchema.parse('  ')).toBeNull()
  expect(statusReasonSchema.parse(' on leave ')).toBe('on leave')
  expect(statusReasonSchema.safeParse('x'.repeat(501)).success).toBe(false)
})

test('an id is a UUID and nothing else', () => {
  expect(userIdSchema.safeParse('0198c0de-0000-7000-8000-00000000000A').success).toBe(true)
  for (const junk of ['', '1', "' or 1=1", '../../etc/passwd', '0198c0de']) {
    expect(userIdSchema.safeParse(junk).success).toBe(false)
  }
})

test('names are found and sorted without accents and case', () => {
  expect(foldName('Ærøskøbing ÉCOLE Nguyễn')).toBe('ærøskøbing ecole nguyen')
})
