import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const RUNNING = { encoding: 'utf8', timeout: 240_000, maxBuffer: 64 * 1024 * 1024 } as const
const packagesFolder = fileURLToPath(new URL('../packages/', import.meta.url))

/** A folder of its own, with what npm put into it. */
export interface Installation {
  readonly folder: string
  /** What npm said about peer ranges, engines and the tree as a whole. */
  readonly complaints: readonly string[]
  /** Runs Node there and gives its stdout; rejects where it ends with another code than 0. */
  readonly node: (args: readonly string[], options?: NodeOptions) => Promise<string>
  /** The same, with stderr beside it. */
  readonly run: (args: readonly string[], options?: NodeOptions) => Promise<Output>
  readonly remove: () => Promise<void>
}

export interface Output {
  readonly stdout: string
  readonly stderr: string
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
  /** Of npm: one version for the whole tree, whatever its packages ask for. */
  readonly overrides?: Readonly<Record<string, string>>
  /** Who installs: pnpm shows to each package only what it asks for. @defaultValue `'npm'` */
  readonly manager?: 'npm' | 'pnpm'
}

/**
 * Installs packed packages and others from the registry into a new folder, without `--force` or `--legacy-peer-deps`:
 * that the ranges allow it is a part of what is to be proven.
 */
export async function install(options: InstallOptions): Promise<Installation> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'kansoku-install-'))
  const tarballs = await Promise.all(options.packages.map((name) => pack(name, folder)))
  const own = Object.fromEntries(tarballs.map(({ file, name }) => [name, `file:${file}`]))
  const { overrides } = options
  const dependencies = { ...own, ...options.dependencies }
  const manifest = { private: true, dependencies, ...(overrides && { overrides }) }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  const complaints =
    options.manager === 'pnpm' ? await installByPnpm(folder, own) : await installByNpm(folder)
  const runNode: Installation['run'] = (args, { env, folder: below = '.' } = {}) => {
    const there = { cwd: join(folder, below), env: { ...process.env, ...env } }
    return run(process.execPath, args, { ...RUNNING, ...there })
  }
  return {
    folder,
    complaints,
    node: async (args, nodeOptions) => (await runNode(args, nodeOptions)).stdout,
    run: runNode,
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

/** @returns what npm warned of, and what it finds wrong with the tree that it made. */
async function installByNpm(folder: string): Promise<string[]> {
  const there = { ...RUNNING, cwd: folder }
  const { stderr } = await run('npm', ['install', '--no-audit', '--no-fund'], there)
  const warnings = stderr.split('\n').filter((line) => /ERESOLVE|EBADENGINE|peer/i.test(line))
  // It exits with 1 where there are problems.
  const { stdout } = await run('npm', ['ls', '--all', '--json'], there).catch(
    (error: unknown) => error as { stdout: string },
  )
  const { problems = [] } = JSON.parse(stdout) as { problems?: string[] }
  return [...warnings, ...problems]
}

/** Rejects where a peer range is not met. */
async function installByPnpm(folder: string, own: Record<string, string>): Promise<string[]> {
  // JSON is YAML. The overrides stand for a registry that has our packages.
  const workspace = { packages: [], overrides: own, strictPeerDependencies: true }
  await writeFile(join(folder, 'pnpm-workspace.yaml'), JSON.stringify(workspace))
  await run('npx', ['--yes', 'pnpm@12', 'install', '--ignore-scripts'], { ...RUNNING, cwd: folder })
  return []
}
