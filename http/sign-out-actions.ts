import { existsSync, readFileSync } from 'node:fs'

const actionsManifest = '.next/server/server-reference-manifest.json'

/**
 * Under which ids the build knows signing out, which is refused to nobody: whoever floods with a stolen session must not
 * keep its owner from ending it. In development there are none, and nothing is refused in earnest.
 */
export function signOutActions(): ReadonlySet<string> {
  if (!existsSync(actionsManifest)) return new Set()
  const { node = {} }: { node?: Record<string, { exportedName?: string }> } = JSON.parse(
    readFileSync(actionsManifest, 'utf8'),
  )
  return new Set(Object.keys(node).filter((id) => node[id]?.exportedName === 'signOutAction'))
}
