import { readFileSync } from 'node:fs'

import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'

import { ENDPOINTS } from './endpoints.ts'
import { UNTRACED } from './testing/api.ts'
import { loadClient, MAJORS } from './testing/clients.ts'

/** All methods of all resources of a client, by their way from it: `chat.completions.create`. */
function methodsOf(client: OpenAI): string[] {
  const found: string[] = []
  const visit = (resource: object, path: readonly string[]): void => {
    for (const name of inherited(resource)) found.push([...path, name].join('.'))
    for (const [name, value] of Object.entries(resource))
      if (isResource(value, client)) visit(value, [...path, name])
  }
  for (const [name, value] of Object.entries(client))
    if (isResource(value, client)) visit(value, [name])
  return found
}

function isResource(value: unknown, client: OpenAI): value is object {
  return (
    typeof value === 'object' && value !== null && '_client' in value && value._client === client
  )
}

function inherited(resource: object): string[] {
  const names = new Set<string>()
  let at: object | null = Object.getPrototypeOf(resource) as object | null
  while (at !== null && at !== Object.prototype) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof value === 'function' && name !== 'constructor') names.add(name)
    at = Object.getPrototypeOf(at) as object | null
  }
  return [...names]
}

async function methods(major: (typeof MAJORS)[number]): Promise<string[]> {
  const { OpenAI } = await loadClient(major, 'esm')
  return methodsOf(new OpenAI({ apiKey: 'test' }))
}

const traced = ENDPOINTS.map(({ method, onClient }) => [...onClient, method].join('.'))
const untraced = UNTRACED.flatMap(([resource, names]) =>
  names === '*' ? [] : names.split(' ').map((name) => `${resource}.${name}`),
)
const whole = UNTRACED.filter(([, names]) => names === '*').map(([resource]) => `${resource}.`)

function isWhole(method: string): boolean {
  return whole.some((prefix) => method.startsWith(prefix))
}

describe('what the client can do', () => {
  it('is, in its newest version, either traced or known not to be, method by method', async () => {
    const all = await methods(7)
    expect(all.length).toBeGreaterThan(400)
    expect(all.filter((method) => !isWhole(method)).toSorted()).toEqual(
      [...traced, ...untraced].toSorted(),
    )
  })

  it('is not in both lists, nor twice in one', () => {
    const listed = [...traced, ...untraced]
    expect(listed.length).toBe(new Set(listed).size)
  })

  it('is told in the README, resource by resource', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    const resources = [...ENDPOINTS.map(({ onClient }) => onClient.join('.')), ...untraced].map(
      (path) => /^(beta\.)?\w+/.exec(path)?.[0],
    )
    const table = readme.split('\n').filter((line) => line.startsWith('| '))
    const missing = new Set(resources.filter((name) => !table.join('\n').includes(`\`${name}`)))
    expect([...missing]).toEqual([])
  })

  it.each(MAJORS)('is, in openai %i, no more than that but for old names', async (major) => {
    const known = new Set([...traced, ...untraced])
    const others = (await methods(major)).filter((method) => !isWhole(method) && !known.has(method))
    // openai 4: `del` is now `delete`, its helpers are below `beta` and go through `create`.
    const old = /\.del$|^beta\.chat\.completions\.|^files\.retrieveContent$/
    expect(others.filter((method) => !old.test(method))).toEqual([])
  })
})
