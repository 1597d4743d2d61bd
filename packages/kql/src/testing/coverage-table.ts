import { readFileSync, writeFileSync } from 'node:fs'

import {
  evaluatedAggregates,
  evaluatedFunctions,
  evaluatedOperators,
  evaluatedPlugins,
  isEvaluated,
} from '../coverage.ts'
import { createKql, type Kql, type KqlCompletionKind, memorySource } from '../index.ts'

const code = (names: Iterable<string>): string =>
  [...names]
    .toSorted()
    .map((name) => `\`${name}\``)
    .join(' ')

/** Families of which nothing is evaluated stand as one entry. */
const families = /^(?:geo|ai|current|graph|convert|ipv6|has_ipv4|has_any_ipv4)(?=_|$)/u
function grouped(names: readonly string[]): string {
  const shown = names.map((name) => {
    const family = families.exec(name)?.[0]
    return family !== undefined && names.filter((each) => each.startsWith(`${family}_`)).length > 2
      ? `${family}_…`
      : name
  })
  return code(new Set(shown))
}

type Kind = 'operator' | 'function' | 'aggregate'
type Offer = (text: string, kind: KqlCompletionKind) => Promise<readonly string[]>

/** What Microsoft's service offers at the end of a text. */
function offers(kql: Kql): Offer {
  return async (text, kind) => {
    const { items } = await kql.editor.completions(text, text.length)
    return items.filter((item) => item.kind === kind).map(({ filter }) => filter)
  }
}

const refused = (kind: Kind, all: readonly string[]): string =>
  grouped([...new Set(all)].filter((name) => !isEvaluated(kind, name)).toSorted())

const row = (what: string, names: string): string => `| ${what} | ${names || 'none'} |`

/** The README's table: what is evaluated, from the code, and what else the service knows. */
export async function coverageTable(): Promise<string> {
  const columns = [{ name: 'n', type: 'long' }] as const
  const kql = createKql({ source: memorySource({ T: { columns, rows: [] } }) })
  const offered = offers(kql)
  const operators = [...(await offered('T | ', 'operator')), ...(await offered('', 'operator'))]
  const functions = await offered('print x = ', 'function')
  const aggregates = await offered('T | summarize x = ', 'aggregate')
  const plugins = await offered('T | evaluate ', 'function')
  await kql.close()
  return [
    '| Evaluated | |',
    '|---|---|',
    row('Operators', code(evaluatedOperators)),
    row('Plugins', code(evaluatedPlugins)),
    ...Object.entries(evaluatedFunctions).map(([group, names]) => row(group, code(names))),
    row('Aggregates', code(evaluatedAggregates)),
    '',
    '| Refused by name | |',
    '|---|---|',
    row('Operators', refused('operator', operators)),
    row('Plugins', refused('function', plugins)),
    row('Functions', refused('function', functions)),
    row('Aggregates', refused('aggregate', aggregates)),
  ].join('\n')
}

const section = /(?<=<!-- coverage:begin[^>]*-->\n)[^]*(?=\n<!-- coverage:end -->)/u

/** The table as the README has it. */
export const readmeTable = (readme: string): string => section.exec(readme)?.[0] ?? ''

// node --conditions=@kansoku/source src/testing/coverage-table.ts: writes it anew.
if (import.meta.main) {
  const file = new URL('../../README.md', import.meta.url)
  const table = await coverageTable()
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(section, () => table),
  )
}
