import {
  type ContentStorage,
  type ContentStorageRules,
  fitsRow,
  type ResolvedContentStorage,
  type StorageRule,
} from './storage-options.ts'

const MODES = ['attributes', 'chunks', 'hash'] as const
const OVERFLOWS = ['cut', 'chunks', 'hash'] as const
const INSTRUCTIONS = ['each-call', 'once'] as const
const DEFAULT: StorageRule = { mode: 'attributes', overflow: 'cut' }

/**
 * Options before environment before default. What is not understood is in `warnings`, and never lets more through: an unknown
 * mode stores hashes only, an unknown overflow cuts, an unknown number of bytes a day is none at all.
 */
export function resolveContentStorage(
  storage: ContentStorage = {},
  env: Readonly<Record<string, string | undefined>> = {},
): ResolvedContentStorage {
  const warnings: string[] = []
  const ask = asking(warnings)
  const variable = (name: string): Asked => ({ value: env[name]?.trim() || undefined, from: name })
  const rule = (
    rules: ContentStorageRules,
    where: string,
    base: StorageRule,
    environment: readonly [Asked, Asked] | undefined,
  ): StorageRule => ({
    mode: ask.word(MODES, [option(rules, where, 'mode'), environment?.[0]], base.mode, 'hash'),
    overflow: ask.word(
      OVERFLOWS,
      [option(rules, where, 'overflow'), environment?.[1]],
      base.overflow,
      'cut',
    ),
  })

  const general = rule(storage, 'contentStorage', DEFAULT, [
    variable('KANSOKU_CONTENT_MODE'),
    variable('KANSOKU_CONTENT_OVERFLOW'),
  ])
  const prompts = new Map<string, StorageRule>()
  // A version's rules stand on its prompt's, wherever these are written.
  for (const [key, rules] of Object.entries(storage.prompts ?? {}).toSorted(
    ([a], [b]) => Number(a.includes('@')) - Number(b.includes('@')),
  )) {
    const base = prompts.get(key.slice(0, key.lastIndexOf('@'))) ?? general
    prompts.set(key, rule(rules ?? {}, `contentStorage.prompts['${key}']`, base, undefined))
  }
  const dailyBytes = ask.bytes([
    option(storage, 'contentStorage', 'dailyBytes'),
    variable('KANSOKU_CONTENT_DAILY_BYTES'),
  ])
  const instructionsOnce =
    ask.word(
      INSTRUCTIONS,
      [option(storage, 'contentStorage', 'instructions'), variable('KANSOKU_CONTENT_INSTRUCTIONS')],
      'each-call',
      'each-call',
    ) === 'once'
  const rules = [general, ...prompts.values()]
  return {
    general,
    prompts,
    dailyBytes,
    instructionsOnce,
    active: dailyBytes !== undefined || instructionsOnce || rules.some((each) => !fitsRow(each)),
    chunks:
      instructionsOnce ||
      rules.some(({ mode, overflow }) => mode === 'chunks' || overflow === 'chunks'),
    warnings,
  }
}

function option(rules: object, where: string, key: string): Asked {
  return { value: (rules as Readonly<Record<string, unknown>>)[key], from: `${where}.${key}` }
}

function first(asked: readonly (Asked | undefined)[]): Asked | undefined {
  return asked.find((each) => each?.value !== undefined)
}

/** Something that somebody asked for, and where. */
interface Asked {
  readonly value: unknown
  readonly from: string
}

interface Ask {
  readonly word: <T extends string>(
    known: readonly T[],
    asked: readonly (Asked | undefined)[],
    otherwise: T,
    strictest: T,
  ) => T
  readonly bytes: (asked: readonly Asked[]) => number | undefined
}

function asking(warnings: string[]): Ask {
  return {
    word: (known, asked, otherwise, strictest) => {
      const found = first(asked)
      if (!found) return otherwise
      const word = known.find((each) => each === String(found.value).toLowerCase())
      if (word === undefined)
        warnings.push(`${found.from} is none of ${known.join(', ')}, and taken for ${strictest}.`)
      return word ?? strictest
    },
    bytes: (asked) => {
      const found = first(asked)
      if (!found) return undefined
      const bytes = Number(found.value)
      if (Number.isSafeInteger(bytes) && bytes >= 0) return bytes
      warnings.push(`${found.from} is not a number of bytes: no content is sent, only its hashes.`)
      return 0
    },
  }
}
