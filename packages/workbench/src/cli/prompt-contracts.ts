import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { PromptContract } from '@kansoku/log-analytics'

import { CliError } from './cli-error.ts'

export interface FoundPrompts {
  readonly contracts: readonly PromptContract[]
  /** Names of prompts that declare none. */
  readonly withoutContract: readonly string[]
}

/**
 * The contracts in a file: the prompts that a module exports, or JSON, `[{ "prompt": …, "labels": […], "threshold": … }]`.
 *
 * @throws CliError saying what is wrong with the file
 */
export async function readPrompts(file: string): Promise<FoundPrompts> {
  const found = extname(file) === '.json' ? await fromJson(file) : await fromModule(file)
  if (found.contracts.length === 0) {
    throw new CliError(
      `${file}: no prompt with a contract is exported. Export what definePrompt() gives, with an "output".`,
    )
  }
  return found
}

async function fromModule(file: string): Promise<FoundPrompts> {
  const module = await import(pathToFileURL(resolve(file)).href).catch((cause: unknown) => {
    throw new CliError(`${file}: it cannot be imported: ${messageOf(cause)}`, 1, { cause })
  })
  const prompts = [...new Set(Object.values(module as object).flat())].filter(isPrompt)
  return {
    contracts: prompts.flatMap(({ name, output }) =>
      output === undefined ? [] : [{ prompt: name, labels: output.labels }],
    ),
    withoutContract: prompts.flatMap(({ name, output }) => (output === undefined ? [name] : [])),
  }
}

/** What of a prompt of `@kansoku/core` is asked for: the application's copy of core may be another one. */
interface DefinedPrompt {
  readonly name: string
  readonly output?: { readonly labels: readonly string[] }
}

function isPrompt(value: unknown): value is DefinedPrompt {
  if (typeof value !== 'object' || value === null) return false
  const { name, output, run } = value as Readonly<Record<string, unknown>>
  return (
    typeof name === 'string' &&
    typeof run === 'function' &&
    (output === undefined || isTexts((output as { labels?: unknown }).labels))
  )
}

async function fromJson(file: string): Promise<FoundPrompts> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CliError(`${file}: it cannot be read: ${messageOf(cause)}`, 1, { cause })
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new CliError(`${file}: it is no JSON: ${messageOf(cause)}`, 1, { cause })
  }
  if (!Array.isArray(value)) throw new CliError(`${file}: expected a list of prompts.`)
  return {
    contracts: value.map((each: unknown, index) => contractOf(each, `${file}: [${index}]`)),
    withoutContract: [],
  }
}

function contractOf(value: unknown, where: string): PromptContract {
  if (typeof value !== 'object' || value === null) throw new CliError(`${where} is no object.`)
  const { labels, prompt, threshold, ...others } = value as Readonly<Record<string, unknown>>
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) {
    throw new CliError(`${where} has "${unknown}"; known are prompt, labels, threshold.`)
  }
  if (typeof prompt !== 'string' || prompt.trim() === '')
    throw new CliError(`${where} has no "prompt", which is a text.`)
  if (labels !== undefined && !isTexts(labels))
    throw new CliError(`${where}: "labels" is a list of texts.`)
  if (threshold !== undefined && typeof threshold !== 'number')
    throw new CliError(`${where}: "threshold" is a number.`)
  return {
    prompt,
    ...(labels !== undefined && { labels }),
    ...(threshold !== undefined && { threshold }),
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
