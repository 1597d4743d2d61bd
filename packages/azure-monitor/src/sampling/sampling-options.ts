import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

/**
 * What is kept of the calls. A trace in which something matters is always kept, whole, and its rows count once; of the
 * others one in n is kept, whole, and its rows say that they stand for n (`ItemCount`).
 */
export interface SamplingOptions {
  /**
   * The part of the ordinary traces that is kept, from 0 to 1. Rounded to 1/n, so that a row stands for a whole number
   * of calls; 0 keeps what matters and nothing else. Falls back to `KANSOKU_SAMPLING_RATIO`.
   * @defaultValue 1: everything is kept
   */
  readonly ratio?: number | undefined
  /**
   * Calls that take longer than this many milliseconds are always kept; agents and workflows, which take as long as
   * what happens in them, are not asked. Falls back to `KANSOKU_SAMPLING_SLOW_MILLIS`.
   * @defaultValue no call is slow
   */
  readonly slowMillis?: number | undefined
  /**
   * How many calls of each prompt's version are kept first, in this process. Falls back to
   * `KANSOKU_SAMPLING_NEW_VERSION_CALLS`. @defaultValue 20
   */
  readonly newVersionCalls?: number | undefined
  /**
   * For how many milliseconds all calls of each prompt's version are kept, from its first one in this process. Falls
   * back to `KANSOKU_SAMPLING_NEW_VERSION_MILLIS`. @defaultValue 0
   */
  readonly newVersionMillis?: number | undefined
  /**
   * Your own rule, beside the others: a span for which it says `true` keeps its trace. Asked when the span ends, in the
   * application's own time, so it has to be quick. Where it throws, or gives a
   * promise, the trace is kept.
   */
  readonly keep?: ((span: ReadableSpan) => boolean) | undefined
  /**
   * How long a trace waits for its end, in milliseconds. One that takes longer is decided by what has happened so far.
   * @defaultValue 60000
   */
  readonly maxTraceMillis?: number | undefined
  /** How many spans and log records of one trace wait. @defaultValue 1000 */
  readonly maxTraceItems?: number | undefined
  /** How many spans and log records wait over all traces; then the oldest trace is decided. @defaultValue 10000 */
  readonly maxItems?: number | undefined
  /** How many bytes they may have, roughly. @defaultValue 33554432 (32 MiB) */
  readonly maxBytes?: number | undefined
}

/** Every question answered. */
export interface ResolvedSampling {
  /** Of n ordinary traces one is kept; `Infinity` keeps none. */
  readonly oneIn: number
  readonly slowMillis: number
  readonly newVersionCalls: number
  readonly newVersionMillis: number
  readonly keep: ((span: ReadableSpan) => boolean) | undefined
  readonly maxTraceMillis: number
  readonly maxTraceItems: number
  readonly maxItems: number
  readonly maxBytes: number
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Options before environment before default; nothing where everything is kept. A value that cannot be used is ignored
 * with a word in `warnings`: rather too many rows than too few.
 */
export function resolveSampling(
  options: SamplingOptions,
  env: Environment,
  warnings: string[],
): ResolvedSampling | undefined {
  const number = (
    name: keyof SamplingOptions,
    variable: string | undefined,
    { fallback, most = Number.MAX_SAFE_INTEGER }: { fallback: number; most?: number },
  ): number => {
    const text = variable === undefined ? undefined : env[variable]?.trim()
    const value = options[name] ?? (text ? Number(text) : undefined)
    if (value === undefined) return fallback
    if (typeof value === 'number' && value >= 0 && value <= most) return value
    const said = options[name] === undefined ? variable : `the option sampling.${name}`
    warnings.push(`${said} is not a number from 0 to ${most} and is ignored.`)
    return fallback
  }
  const ratio = number('ratio', 'KANSOKU_SAMPLING_RATIO', { fallback: 1, most: 1 })
  const resolved: ResolvedSampling = {
    oneIn: ratio === 0 ? Number.POSITIVE_INFINITY : Math.round(1 / ratio),
    slowMillis: number('slowMillis', 'KANSOKU_SAMPLING_SLOW_MILLIS', {
      fallback: Number.POSITIVE_INFINITY,
    }),
    newVersionCalls: number('newVersionCalls', 'KANSOKU_SAMPLING_NEW_VERSION_CALLS', {
      fallback: 20,
    }),
    newVersionMillis: number('newVersionMillis', 'KANSOKU_SAMPLING_NEW_VERSION_MILLIS', {
      fallback: 0,
    }),
    keep: options.keep,
    maxTraceMillis: number('maxTraceMillis', undefined, { fallback: 60_000, most: MAX_TIMER }),
    maxTraceItems: number('maxTraceItems', undefined, { fallback: 1000 }),
    maxItems: number('maxItems', undefined, { fallback: 10_000 }),
    maxBytes: number('maxBytes', undefined, { fallback: 32 * 1024 * 1024 }),
  }
  if (resolved.oneIn <= 1) return undefined
  const sampler = env['OTEL_TRACES_SAMPLER'] ?? ''
  if (DROPS_UNSEEN.test(sampler))
    warnings.push(
      `OTEL_TRACES_SAMPLER=${sampler} drops traces before anybody knows whether they fail, and their number with them: ` +
        'leave it out where KANSOKU_SAMPLING_RATIO or the option sampling keeps a part.',
    )
  return resolved
}

/** Beyond it Node's timers fire after a millisecond, again and again. */
const MAX_TIMER = 2_147_483_647

/** As the SDK and the distro spell it; samplers of Azure's own say what their rows stand for. */
const DROPS_UNSEEN = /trace_?id_?ratio|always_off/i
