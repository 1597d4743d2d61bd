import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface Report {
  readonly spans: readonly { readonly name: string; readonly finish: unknown }[]
  readonly open: number
  readonly warnings: readonly string[]
}

const run = promisify(execFile)

/** Runs an application of `apps/` with the preload and gives what the preload reports. */
export async function runApp(
  app: string,
  env: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<Report> {
  const { stdout } = await run(
    process.execPath,
    [
      '--conditions=@kansoku/source',
      '--no-warnings',
      ...flags,
      '--import',
      appPath('register.ts'),
      appPath(app),
    ],
    { env: { ...process.env, ...env }, timeout: 20_000 },
  )
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Report
}

function appPath(name: string): string {
  return fileURLToPath(new URL(`apps/${name}`, import.meta.url))
}
