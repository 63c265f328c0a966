/**
 * One value per process, whatever bundle asks first. Next bundles `server/` a second time for pages and actions, so
 * a plain module variable would exist twice.
 */
export function processWide<Value>(name: string, make: () => Value): Value {
  const key = Symbol.for(`roster.${name}`)
  const kept = globalThis as { [key: symbol]: Value | undefined }
  kept[key] ??= make()
  return kept[key]
}
