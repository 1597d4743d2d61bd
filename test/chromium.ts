import { existsSync } from 'node:fs'

/** Where the browser is: `CHROMIUM`, or where Debian's package puts it; undefined where there is none. */
export function chromium(): string | undefined {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  return existsSync(path) ? path : undefined
}
