import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { type Format, FORMATS, type Major, MAJORS } from '../clients.ts'

/** What one scenario showed, to the application and as telemetry. */
export interface Result {
  readonly name: string
  readonly observed: unknown
  readonly unhandled: readonly string[]
  readonly requests: readonly unknown[]
  readonly spans: readonly {
    readonly attributes: Readonly<Record<string, unknown>>
    readonly status: { readonly code: number }
    /** Whether it ended when the garbage was collected, or later. */
    readonly afterCollection: boolean
  }[]
  readonly events: readonly { readonly eventName: string }[]
  readonly metrics: readonly string[]
  readonly open: number
  readonly diagnostics: readonly string[]
}

export interface Variant {
  readonly major: Major
  readonly format: Format
}

/**
 * Without and with us; and, for the streams that tell usage only where asked, without us and with an instrumentation that
 * asks, where the server answers as the API would to either.
 */
export type Mode = 'bare' | 'traced' | 'unasked' | 'asking'

/** The same scenarios without and with us, by their names. */
export interface Played {
  readonly bare: ReadonlyMap<string, Result>
  readonly traced: ReadonlyMap<string, Result>
}

export const VARIANTS: readonly Variant[] = MAJORS.flatMap((major) =>
  FORMATS.map((format) => ({ major, format })),
)

const run = promisify(execFile)
const child = fileURLToPath(new URL('child.ts', import.meta.url))

/** The children mostly wait, so that twice as many as small machines have cores do not hinder each other. */
const AT_ONCE = 4

/** Plays the variants, and calls back with each as soon as it is there. */
export async function playAll(
  onPlayed: (variant: Variant, played: Played) => void,
  variants: readonly Variant[] = VARIANTS,
  modes: readonly [without: Mode, withUs: Mode] = ['bare', 'traced'],
): Promise<void> {
  const waiting = [...variants]
  const work = async (): Promise<void> => {
    for (let variant = waiting.shift(); variant; variant = waiting.shift()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other keeps the load bounded
      const [bare, traced] = await Promise.all(modes.map((mode) => play(variant, mode)))
      if (bare && traced) onPlayed(variant, { bare, traced })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE / 2 }, work))
}

async function play({ format, major }: Variant, mode: Mode): Promise<Map<string, Result>> {
  const flags = ['--conditions=@kansoku/source', '--no-warnings', '--expose-gc']
  const { stdout } = await run(process.execPath, [...flags, child, `${major}`, format, mode], {
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  })
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"name"'))
  return new Map(
    lines.map((line) => {
      const result = JSON.parse(line) as Result
      return [result.name, result]
    }),
  )
}
