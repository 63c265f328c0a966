import { expect, test } from 'vitest'
import { valuesOf } from '@/app/_shared/run-action'

test('what a form holds is read without Next’s own fields, and a field that stands there twice is a list', () => {
  const form = new FormData()
  form.append('$ACTION_REF_1', '')
  form.append('$ACTION_1:0', '{"id":"x"}')
  form.append('name', 'Ada')
  form.append('role', 'admin')
  form.append('role', 'user')
  form.append('__proto__', 'x')
  expect(Object.entries(valuesOf(form))).toEqual([
    ['name', 'Ada'],
    ['role', ['admin', 'user']],
    ['__proto__', 'x'],
  ])
  expect(Object.getPrototypeOf(valuesOf(form))).toBe(Object.prototype)
})
