import { readdir, readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PageFile {
  readonly bytes: Uint8Array
  readonly contentType: string
}

/** From `src/page` as from `dist/page`. */
const BUILT = fileURLToPath(new URL('../../dist/web/', import.meta.url))

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
}

/**
 * The built page, by path under `/`. Only what is listed here can be read: no path of a request ever reaches the disk.
 * Undefined where the page has not been built. Read anew each time: a build beside a running workbench changes the names.
 */
export async function findPageFile(path: string): Promise<PageFile | undefined> {
  const names = await readdir(BUILT, { recursive: true }).catch((): string[] => [])
  const name = path.slice(1)
  const contentType = contentTypes[extname(name)]
  if (contentType === undefined || !names.includes(name)) return undefined
  return { bytes: await readFile(`${BUILT}${name}`), contentType }
}
