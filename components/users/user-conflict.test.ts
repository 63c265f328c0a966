import { expect, test } from 'vitest'
import { type Conflict, changedPart, conflictFields, conflictPeople } from './user-conflict'

const conflict: Conflict = {
  status: 'conflict',
  base: { version: '1', name: 'Ada', email: 'ada@roster.test' },
  mine: { version: '1', name: 'Ada Byron', email: 'byron@roster.test' },
  theirs: { version: '2', name: 'Ada Lovelace', email: 'ada@roster.test' },
  theirVersion: 2,
  changedBy: 'Amara Okafor <amara@roster.test>',
  changedAt: '2026-11-24T13:54:07.000Z',
}

test('only a field that both changed must be chosen; the other is kept from whoever changed it', () => {
  expect(conflictFields(conflict).map(({ name, settled }) => [name, settled])).toEqual([
    ['name', null],
    ['email', 'byron@roster.test'],
  ])
})

test('whoever changed it is called by the first name', () => {
  expect(conflictPeople(conflict)).toEqual({ who: 'Amara Okafor', whose: 'Amara’s' })
  expect(conflictPeople({ ...conflict, changedBy: 'Jonas Weber <j@roster.test>' }).whose).toBe('Jonas’')
})

test.each([
  ['Ada', 'Ada Byron', ['Ada', ' Byron', '']],
  ['ada@roster.test', 'byron@roster.test', ['', 'byron', '@roster.test']],
  ['aa', 'aaa', ['aa', 'a', '']],
  ['same', 'same', ['same', '', '']],
  [undefined, 'all', ['', 'all', '']],
  ['👩‍🚀 Ada', '👨‍🚀 Ada', ['', '👨', '‍🚀 Ada']],
])('from %s to %s the changed part is marked', (base, value, parts) => {
  expect(changedPart(base, value)).toEqual(parts)
})
