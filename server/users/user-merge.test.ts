import { expect, test } from 'vitest'
import { mergeUserUpdate } from '@/server/users/user-merge'

const base = { name: 'Ada', email: 'ada@example.com' }

test('what only one side changed is taken from that side', () => {
  const mine = { ...base, name: 'Ada Lovelace' }
  const theirs = { ...base, email: 'countess@example.com' }
  expect(mergeUserUpdate(base, mine, theirs)).toEqual({ name: 'Ada Lovelace', email: 'countess@example.com' })
})

test('the same change on both sides is no conflict', () => {
  const both = { ...base, name: 'Ada Lovelace' }
  expect(mergeUserUpdate(base, both, both)).toEqual(both)
})

test('different values for one field are a conflict', () => {
  expect(mergeUserUpdate(base, { ...base, name: 'Ada L.' }, { ...base, name: 'Ada King' })).toBeNull()
})

test('a change back to the base does not undo theirs', () => {
  const theirs = { ...base, name: 'Ada King' }
  expect(mergeUserUpdate(base, base, theirs)).toEqual(theirs)
})

test('where the history does not reach back, a difference is a conflict and never a silent overwrite', () => {
  expect(mergeUserUpdate({}, { ...base, name: 'Ada L.' }, base)).toBeNull()
  expect(mergeUserUpdate({}, base, base)).toEqual(base)
})
