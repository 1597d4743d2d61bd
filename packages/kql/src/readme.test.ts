import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { lazyForms } from './evaluate/lazy.ts'
import { aggregateFunctions } from './functions/aggregates.ts'
import { scalarFunctions } from './functions/scalar.ts'
import { createKql, memorySource } from './index.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const isWord = (name: string): boolean => /^[a-z]\w*$/u.test(name)

describe('the README', () => {
  it('shows the DuckDB example that runs here', async () => {
    const example = readFileSync(new URL('testing/readme.ts', import.meta.url), 'utf8')
      .replace('../index.ts', '@kansoku/kql')
      .split('\n// Below')[0]
    expect(example).toContain('await kql.run')
    expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
    const { shown } = await import('./testing/readme.ts')
    expect(shown).toEqual([
      [
        { name: 'label', type: 'string' },
        { name: 'calls', type: 'long' },
      ],
      [['No', 1]],
    ])
  })

  it('lists every function that is evaluated', () => {
    const listed = /<!-- functions:begin -->([^]*)<!-- functions:end -->/u.exec(readme)?.[1] ?? ''
    const names = [...listed.matchAll(/`(\w+)`/gu)].map(([, name]) => name)
    const known = [scalarFunctions, aggregateFunctions, lazyForms].flatMap(Object.keys)
    expect(new Set(names)).toEqual(new Set(known.filter(isWord).filter(isFunction)))
  })

  it('lists operators that are evaluated', async () => {
    const kql = createKql({ source: memorySource({}) })
    const problems = await kql.check(`let T = datatable(a:long, b:dynamic)[1, dynamic([1])];
      T | filter a == 1 | extend c = a | project a, b, c | project-away c | project-keep a, b | project-rename d = a
      | project-reorder b, d | mv-expand b to typeof(long) | distinct b, d | summarize d = sum(d) by b | sort by d asc
      | order by d asc | top 3 by d | take 2 | limit 2 | serialize n = row_number() | as Named
      | lookup (print b = 1) on b | make-series s = sum(d) on n step 1 by b | join kind=leftouter Named on b | count | render table`)
    await kql.close()
    expect(problems).toEqual([])
  })
})

/** Operators are words too, and listed elsewhere; two functions are known only to be refused by name. */
function isFunction(name: string): boolean {
  return !/^(?:and|or|between|in|contains|has|matches|negate|rand|todecimal|(?:starts|ends)with|has(?:prefix|suffix)|\w+_cs|has_any|has_all)$/u.test(
    name,
  )
}
