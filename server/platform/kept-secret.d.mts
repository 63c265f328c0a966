/**
 * A random secret of this data directory, as base64: made at the first call (mode 0600, in `secrets/`, mode 0700),
 * and the same at every later one, in every process. Throws when the file cannot be read, written, or has been damaged.
 *
 * @param bytes how many random bytes it has (the text is a third longer)
 */
export function keptSecret(dataDir: string, name: string, bytes: number): string
