import { execFile, type ExecFileOptionsWithStringEncoding } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const packagesFolder = fileURLToPath(new URL('../packages/', import.meta.url))

/** A folder of its own, with what npm put into it. */
export interface Installation {
  readonly folder: string
  /** What npm said about peer ranges, engines and the tree as a whole. */
  readonly complaints: readonly string[]
  /** Runs Node there and gives its stdout; rejects where it ends with another code than 0. */
  readonly node: (args: readonly string[], options?: NodeOptions) => Promise<string>
  readonly remove: () => Promise<void>
}

export interface NodeOptions {
  /** Below the installation. */
  readonly folder?: string
  /** Beside what this process has. */
  readonly env?: NodeJS.ProcessEnv
}

export interface InstallOptions {
  /** Folders below `packages/`, installed as an npm user gets them. They have to be built. */
  readonly packages: readonly string[]
  /** Beside them, by name; `npm:other@1.2.3` for an alias. */
  readonly dependencies: Readonly<Record<string, string>>
}

/**
 * Installs packed packages and others from the registry into a new folder, by npm and without `--force` or
 * `--legacy-peer-deps`: that the ranges allow it is a part of what is to be proven.
 */
export async function install({ dependencies, packages }: InstallOptions): Promise<Installation> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kansoku-install-'))
  const tarballs = await Promise.all(packages.map((name) => pack(name, folder)))
  const own = tarballs.map(({ file, name }) => [name, `file:${file}`])
  const manifest = { private: true, dependencies: { ...Object.fromEntries(own), ...dependencies } }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  const options = { cwd: folder, encoding: 'utf8', timeout: 240_000 } as const
  const { stderr } = await run('npm', ['install', '--no-audit', '--no-fund'], options)
  return {
    folder,
    complaints: [...stderr.split('\n').filter(isComplaint), ...(await problems(options))],
    node: async (args, { env, folder: below = '.' } = {}) => {
      const there = { cwd: join(folder, below), env: { ...process.env, ...env } }
      return (await run(process.execPath, args, { ...options, ...there })).stdout
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Moves an installed package to where only what lies in `to` finds it, as `name`: several versions of one package. */
export async function moveDependency(
  { folder }: Installation,
  alias: string,
  to: string,
  name: string,
): Promise<void> {
  const modules = join(folder, to, 'node_modules')
  await mkdir(modules, { recursive: true })
  await rename(join(folder, 'node_modules', alias), join(modules, name))
}

interface Tarball {
  readonly name: string
  readonly file: string
}

/** By pnpm, which turns `workspace:` and `catalog:` into real ranges. */
async function pack(name: string, to: string): Promise<Tarball> {
  const { stdout } = await run(
    'npx',
    ['--yes', 'pnpm@12', 'pack', '--json', '--pack-destination', to],
    { cwd: join(packagesFolder, name), encoding: 'utf8' },
  )
  const { filename, name: packed } = JSON.parse(stdout) as { filename: string; name: string }
  return { name: packed, file: filename }
}

function isComplaint(line: string): boolean {
  return /ERESOLVE|EBADENGINE|peer/i.test(line)
}

/** What npm finds wrong with the tree that it made. */
async function problems(options: ExecFileOptionsWithStringEncoding): Promise<string[]> {
  const { stdout } = await run('npm', ['ls', '--all', '--json'], {
    ...options,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error: unknown) => error as { stdout: string })
  return (JSON.parse(stdout) as { problems?: string[] }).problems ?? []
}
