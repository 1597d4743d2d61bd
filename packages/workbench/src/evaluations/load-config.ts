import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { EvaluationCase, KansokuConfig, PromptText } from './definition.ts'
import { readCases } from './read-cases.ts'
import type { AnyEvaluation } from './run-evaluation.ts'

const NAMES = ['kansoku.config.ts', 'kansoku.config.mts', 'kansoku.config.js', 'kansoku.config.mjs']
const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/u

export interface LoadedConfig {
  readonly file: string
  readonly evaluations: readonly AnyEvaluation[]
  readonly prompts: readonly PromptText[]
}

/**
 * Imports the configuration, as Node itself does: TypeScript without a build step.
 *
 * @throws Error that says what is wrong with it
 */
export async function loadConfig(folder: string, named?: string): Promise<LoadedConfig> {
  const file =
    named === undefined
      ? NAMES.map((name) => resolve(folder, name)).find((each) => existsSync(each))
      : resolve(folder, named)
  if (file === undefined || !existsSync(file))
    throw new Error(
      `There is no ${named ?? 'kansoku.config.ts'} in ${folder}. It exports defineConfig({ evaluations: [defineEvaluation({ … })] }) by default.`,
    )
  const module = (await import(pathToFileURL(file).href)) as { default?: Partial<KansokuConfig> }
  const { evaluations, prompts = [] } = module.default ?? {}
  if (!Array.isArray(evaluations))
    throw new Error(`${file}: the default export has no list "evaluations"; use defineConfig().`)
  const read = evaluations as unknown as readonly AnyEvaluation[]
  for (const [index, each] of read.entries()) {
    const problem = problemOf(each)
    if (problem !== undefined) throw new Error(`${file}: evaluations[${index}]: ${problem}.`)
  }
  return { file, evaluations: read, prompts }
}

function problemOf({
  data,
  name,
  prompt,
  settings,
  task,
}: Partial<AnyEvaluation>): string | undefined {
  if (typeof name !== 'string' || !NAME.test(name))
    return '"name" has to be letters, digits, "_", "-" and ".", a letter or digit first'
  if (typeof prompt?.name !== 'string')
    return `"${name}" has no prompt; give what definePrompt() gave`
  if (typeof data !== 'string') return `"${name}" has no data: a file of JSON lines`
  if (settings !== undefined && !isSettings(settings))
    return `"settings" of "${name}" have to be an object of texts, numbers and booleans`
  return typeof task === 'function' ? undefined : `"${name}" has no task: a function`
}

function isSettings(settings: unknown): boolean {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) return false
  return Object.values(settings).every((value) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  )
}

/** The data set of an evaluation, whose path counts from the configuration. */
export async function loadCases(
  { file }: LoadedConfig,
  { data }: AnyEvaluation,
): Promise<readonly EvaluationCase[]> {
  const path = resolve(dirname(file), data)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new Error(`${path}: the data set cannot be read: ${(cause as Error).message}`, { cause })
  })
  return readCases(text, data)
}
