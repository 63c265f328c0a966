import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { postOutside } from '@/server/platform/outside-post'

// What names lead to is nobody's here: the look-up of the machine is the one thing that is made up
const names: Record<string, string[]> = {
  'good.test': ['127.0.0.1'],
  'metadata.test': ['169.254.169.254'],
  'both.test': ['127.0.0.1', 'fe80::1'],
}
vi.mock('node:dns', async (original) => ({
  ...(await original<typeof import('node:dns')>()),
  lookup: (name: string, _options: unknown, answer: (error: null, found: object[]) => void) =>
    answer(
      null,
      (names[name] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
}))

let asked = 0
const server = createServer((_request, response) => {
  asked++
  response.writeHead(200).end()
})
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
afterAll(() => server.close())

const post = (host: string) => {
  const { port } = server.address() as AddressInfo
  return postOutside(`http://${host}:${port}/`, '{}', {}, AbortSignal.timeout(2000))
}

test('a name is looked up, and what it leads to is checked before anybody connects', async () => {
  expect(await post('good.test')).toBe(200)
  await expect(post('metadata.test')).rejects.toThrow('169.254.169.254 is not reached from here')
  // One bad address among good ones is a trick
  await expect(post('both.test')).rejects.toThrow('fe80::1 is not reached from here')
  expect(asked).toBe(1)
})

test('other ways than http, and a name and password in the address, are refused', async () => {
  const signal = AbortSignal.timeout(1000)
  await expect(postOutside('ftp://good.test/', '{}', {}, signal)).rejects.toThrow('no address')
  await expect(postOutside('http://me:hush@good.test/', '{}', {}, signal)).rejects.toThrow('no address')
})

test.each([
  '169.254.169.254',
  '2852039166',
  '0xa9.254.0251.254',
  '[::ffff:169.254.169.254]',
  '[::169.254.169.254]',
  '[::ffff:0:169.254.169.254]',
  '[64:ff9b::100.100.100.200]',
  '[64:ff9b:1::169.254.169.254]',
  '[2002:a9fe:a9fe::]',
  '[2002:6464:64c8::1]',
  '[fd20:ce::254]',
])('where a cloud keeps secrets is not reached, however it is written: %s', async (host) => {
  await expect(post(host)).rejects.toThrow('is not reached from here')
})
