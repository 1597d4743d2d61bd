import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { folderOf, type Major } from './clients.ts'

export interface Report {
  readonly spans: readonly { readonly name: string; readonly finish: unknown }[]
  readonly open: number
  readonly warnings: readonly string[]
}

const run = promisify(execFile)
const apps = fileURLToPath(new URL('apps/', import.meta.url))

/** What Next.js would call it. */
const ALIAS = 'openai-f0ed28f090f94724'

/**
 * Runs an application of `apps/` with the preload and gives what the preload reports. It has a folder of its own, where
 * `openai` is the asked major: the loader hook goes by the name that a package is installed under.
 */
export async function runApp(app: string, major: Major, baseURL: string): Promise<Report> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kansoku-openai-'))
  try {
    await cp(join(apps, app), join(folder, app))
    await mkdir(join(folder, 'node_modules'))
    for (const name of ['openai', ALIAS])
      // oxlint-disable-next-line no-await-in-loop -- two links
      await symlink(folderOf(major), join(folder, 'node_modules', name), 'dir')
    const { stdout } = await run(
      process.execPath,
      [
        '--conditions=@kansoku/source',
        '--no-warnings',
        '--import',
        join(apps, 'register.ts'),
        join(folder, app),
      ],
      { env: { ...process.env, BASE_URL: baseURL }, timeout: 20_000 },
    )
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report
  } finally {
    await rm(folder, { recursive: true })
  }
}
