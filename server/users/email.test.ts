import { describe, expect, test } from 'vitest'
import { AppError } from '@/server/errors'
import { parse } from '@/server/parse'
import { canonicalEmail, emailDomain, emailSchema } from '@/server/users/email'

describe('an email address', () => {
  test.each([
    'ada@example.com',
    ' ada@example.com ',
    'a.b+c_d@sub.example.co.uk',
    'josé@exämple.de',
    "o'hara@example.com",
    'x@xn--bcher-kva.example',
    `${'a'.repeat(64)}@example.com`,
  ])('%j is accepted', (email) => {
    expect(parse(emailSchema, email)).toBe(email.trim().normalize('NFKC'))
  })

  test.each([
    '',
    '   ',
    'ada',
    'ada@',
    '@example.com',
    'ada@example',
    'ada@@example.com',
    'a b@example.com',
    'ada@exa mple.com',
    'ada@-example.com',
    'ada@example..com',
    '.ada@example.com',
    'ada.@example.com',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@example.com/path',
    'ada@example.com:80',
    'ada@user:pw@example.com',
    'ada\0@example.com',
    'ada\n@example.com',
    'ada@example.com\u200e',
    '"quoted"@example.com',
    'ada@\ud800.com',
    `${'a'.repeat(65)}@example.com`,
    `ada@${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.com`,
    'x'.repeat(1_000_000),
    null,
    42,
  ])('%j is refused with a message', (email) => {
    expect(() => parse(emailSchema, email)).toThrow(AppError)
  })

  test('refusing has the code invalid_email and a sentence at the field', () => {
    try {
      parse(emailSchema, 'ada')
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({
        code: 'invalid_email',
        fields: { form: ['Enter an address such as name@example.com'] },
      })
    }
  })

  test('a megabyte is refused in no time', () => {
    const begin = performance.now()
    expect(emailSchema.safeParse(`${'a@'.repeat(500_000)}`).success).toBe(false)
    expect(performance.now() - begin).toBeLessThan(1000)
  })
})

describe('two addresses are the same', () => {
  test.each([
    ['Ada@Example.COM', 'ada@example.com'],
    ['ada＠example.com', 'ada@example.com'],
    ['ada@example.com', 'ａｄａ@example.com'],
    ['\u212aelvin@example.com', 'kelvin@example.com'],
    ['dıno@example.com', 'dino@example.com'],
    ['ſam@example.com', 'sam@example.com'],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['jose\u0301@example.com', 'jos\u00e9@example.com'],
    ['stra\u00dfe@example.com', 'STRASSE@example.com'],
  ])('%s and %s', (one, other) => {
    expect(canonicalEmail(one)).toBe(canonicalEmail(other))
  })

  test('but not when they differ in more than their looks', () => {
    expect(canonicalEmail('ada@example.com')).not.toBe(canonicalEmail('ada@example.org'))
    expect(canonicalEmail('a.da@example.com')).not.toBe(canonicalEmail('ada@example.com'))
  })

  test('the domain is the part after the last @', () => {
    expect(emailDomain('ada@Sub.Example.com')).toBe('sub.example.com')
  })
})
