/**
 * Runs in the application's process, before all else, when `kansoku doctor -- node app.js` asks: looks at
 * what is loaded and sent, changes nothing, and writes what it saw when the process ends.
 */
import diagnosticsChannel from 'node:diagnostics_channel'
import { readFileSync, writeFileSync } from 'node:fs'
import module from 'node:module'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'

import type { LoadedPackage, ProbeReport } from './report.ts'

const REPORT = 'KANSOKU_DOCTOR_REPORT'

/** Paths that may belong to a package of interest; no other package.json is read. */
const OF_INTEREST = /openai|opentelemetry|kansoku|azure|applicationinsights/u
const MODEL_PATH = /\/(?:chat\/completions|completions|responses|embeddings|images\/|audio\/)/u
const API = Symbol.for('opentelemetry.js.api.1')

/** Only the process that is asked about: a child of it would write over the report. */
const file = process.env[REPORT]
delete process.env[REPORT]
if (file !== undefined && isMainThread) watch(file)

function watch(report: string): void {
  const packages = new Map<string, LoadedPackage>()
  let modelRequests = 0
  let hooked = false
  let exited = false

  module.registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context)
      if (resolved.url.startsWith('file:') && OF_INTEREST.test(resolved.url))
        quietly(() => note(resolved.url))
      return resolved
    },
  })
  for (const name of ['register', 'registerHooks'] as const) {
    const original = module[name] as (...args: unknown[]) => unknown
    Object.assign(module, {
      [name]: (...args: unknown[]) => {
        hooked = true
        return original.apply(module, args)
      },
    })
  }
  module.syncBuiltinESMExports()

  const note = (url: string): void => {
    const manifest = module.findPackageJSON(url)
    // Node 24 gives the file itself where no folder above it has one.
    if (manifest === undefined || basename(manifest) !== 'package.json') return
    const folder = dirname(manifest)
    if (packages.has(folder)) return
    const { name, version, type } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
    if (name === undefined || version === undefined) return
    const format = formatOf(fileURLToPath(url), type)
    packages.set(folder, { name, version, folder, format, order: packages.size })
  }

  const count = (path: unknown): void => {
    if (typeof path === 'string' && MODEL_PATH.test(path)) modelRequests += 1
  }
  // Of fetch, and of the http module, which openai 4 uses.
  diagnosticsChannel.subscribe('undici:request:create', (message) =>
    count((message as { request?: { path?: unknown } }).request?.path),
  )
  diagnosticsChannel.subscribe('http.client.request.start', (message) =>
    count((message as { request?: { path?: unknown } }).request?.path),
  )

  const exit = process.exit.bind(process)
  process.exit = (code) => {
    exited = true
    return exit(code)
  }
  process.once('exit', (code) =>
    quietly(() => {
      const seen: ProbeReport = {
        node: process.versions.node,
        packages: [...packages.values()],
        hooked,
        modelRequests,
        ...providerNow(),
        exited,
        code,
      }
      writeFileSync(report, JSON.stringify(seen))
    }),
  )
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly type?: string
}

function formatOf(path: string, type: string | undefined): LoadedPackage['format'] {
  if (path.endsWith('.mjs')) return 'module'
  return type === 'module' && !path.endsWith('.cjs') ? 'module' : 'commonjs'
}

/** Whatever we fail at, the application runs as it does without us. */
function quietly(look: () => void): void {
  try {
    look()
  } catch {
    // What could not be looked at is not in the report.
  }
}

interface Sampler {
  toString(): string
}

interface Provider {
  readonly getDelegate?: () => object
  readonly getTracer?: (name: string) => { readonly _sampler?: Sampler }
}

/** Through OpenTelemetry's global, since the application's copy of the API cannot be imported from here. */
function providerNow(): Pick<ProbeReport, 'provider' | 'sampler'> {
  const { [API]: api } = globalThis as { [API]?: { trace?: Provider } }
  const proxy = api?.trace
  if (proxy === undefined) return {}
  const provider = (proxy.getDelegate?.() ?? proxy) as Provider
  // The SDKs 2.x and 3.x keep it in each tracer.
  const sampler = provider.getTracer?.('kansoku.doctor')._sampler
  return {
    provider: provider.constructor.name,
    ...(sampler !== undefined && { sampler: sampler.toString() }),
  }
}
