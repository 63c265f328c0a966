import { describe, expect, test } from 'vitest'
import type { ActionState } from './action-state'
import { countEdits, discardDraft, followDraft, idle, startDraft } from './form-draft'

type UserEdit = { version: string; name: string; email: string }

const ada: UserEdit = { version: '3', name: 'Ada', email: 'ada@roster.test' }
const renamed: UserEdit = { ...ada, version: '4', name: 'Augusta' }
const typed: UserEdit = { ...ada, name: 'Ada Lovelace' }
const failed = (values: Partial<UserEdit>, code = 'invalid'): ActionState<UserEdit> => ({
  status: 'failed',
  message: 'Some fields need another look.',
  code,
  fields: {},
  values,
})
const conflict: ActionState<UserEdit> = {
  status: 'conflict',
  base: ada,
  mine: typed,
  theirs: renamed,
  theirVersion: 4,
  changedBy: 'Maja',
  changedAt: '2026-11-24T13:54:07.000Z',
}

describe('a form that is being edited', () => {
  const editing = { ...startDraft(ada, idle), edits: 1 }

  test('keeps the version it was made on while the page behind it moves on', () => {
    expect(followDraft(editing, renamed, idle)).toBe(editing)
  })

  test('starts anew from what was saved', () => {
    const saved = { ...typed, version: '4' }
    const next = followDraft(editing, saved, { status: 'done', message: 'Ada Lovelace was saved.' })
    expect(next).toMatchObject({ base: saved, entered: saved, edits: 0 })
    expect(next.revision, 'the field keeps its focus').toBe(editing.revision)
  })

  test('keeps what was typed, and its version, when it is refused', () => {
    const next = followDraft(editing, renamed, failed({ ...typed, email: 'no' }))
    expect(next).toMatchObject({ base: ada, entered: { ...typed, email: 'no' }, edits: 2 })
  })

  test('asks in a dialog when somebody else changed the same field', () => {
    const next = followDraft(editing, renamed, conflict)
    expect(next).toMatchObject({ conflict: 'dialog', base: ada, entered: typed, edits: 1 })
  })

  test('stands on their version once their change has been seen and the answer was refused', () => {
    const asked = followDraft(editing, renamed, conflict)
    const next = followDraft(asked, renamed, failed({ ...typed, version: '4' }))
    expect(next).toMatchObject({ base: renamed, conflict: 'none', edits: 1 })
  })

  test('is put back by Discard to the user as they are now', () => {
    const next = discardDraft(followDraft(editing, renamed, failed(typed)), renamed)
    expect(next).toMatchObject({ base: renamed, entered: renamed, edits: 0, shown: idle, revision: 1 })
  })
})

test('a form that was told of a conflict goes on from what holds now', () => {
  const draft = followDraft({ ...startDraft(ada, idle), edits: 1 }, renamed, failed(typed, 'conflict'))
  expect(draft).toMatchObject({ base: renamed, entered: { ...typed, version: '4' }, edits: 1 })
})

test('a line break counts as itself, however it is sent', () => {
  expect(countEdits({ version: '1', list: 'a\nb' }, { list: 'a\r\nb' })).toBe(0)
  expect(countEdits({ version: '1', list: 'a\nb' }, { list: 'a' })).toBe(1)
})

test('a form that nobody edits follows the user', () => {
  expect(followDraft(startDraft(ada, idle), renamed, idle)).toMatchObject({ base: renamed, entered: renamed })
})

describe('without script the answer comes with the page', () => {
  test('a refused edit stays on the version that it was made on', () => {
    const draft = startDraft(renamed, failed({ ...typed, email: 'no' }))
    expect(draft.base.version).toBe('3')
    expect(draft.entered.email).toBe('no')
  })

  test('a conflict is told on the page, and who saves again has seen the other side', () => {
    expect(startDraft(renamed, conflict)).toMatchObject({ conflict: 'inline', entered: typed, base: renamed })
  })
})
