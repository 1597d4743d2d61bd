import { createRequire } from 'node:module'

/** Where `require` finds the class of the client, in every copy of it; openai 4 has no `client.js`. */
const CLIENT_FILE = /[\\/]node_modules[\\/]openai[\\/](index|client)\.js$/

/**
 * The clients that the application required before us. What ES modules imported cannot be asked for.
 *
 * By the path of the executable, as any absolute one does: in a bundle a module does not know its own.
 */
export function requiredBefore(): readonly unknown[] {
  const { cache } = createRequire(process.execPath)
  return Object.keys(cache)
    .filter((file) => CLIENT_FILE.test(file))
    .map((file) => cache[file])
    .filter((module) => module?.loaded)
    .map((module) => module?.exports as unknown)
}
