import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '@/server/env'

const nonceBytes = 12
const tagBytes = 16

/**
 * Encrypts what must be used again as it was, by AES-256-GCM under a key made of AUTH_SECRET for this purpose alone.
 * `context` is bound to it: sealed for one row it does not open in another.
 */
export function seal(text: string, purpose: string, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** What was sealed. Fails when AUTH_SECRET has changed since, or anything of it has. */
export function unseal(sealed: Buffer, purpose: string, context: string): string {
  const nonce = sealed.subarray(0, nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
  const text = decipher.update(sealed.subarray(nonceBytes + tagBytes))
  return Buffer.concat([text, decipher.final()]).toString('utf8')
}

function keyFor(purpose: string): Buffer {
  const { AUTH_SECRET } = env()
  if (AUTH_SECRET === undefined) throw new Error('AUTH_SECRET is needed before it is known')
  return Buffer.from(hkdfSync('sha256', AUTH_SECRET, '', `roster ${purpose}`, 32))
}
