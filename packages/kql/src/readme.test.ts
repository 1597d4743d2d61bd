import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { createKql, memorySource } from './index.ts'
import { coverageTable, readmeTable } from './testing/coverage-table.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

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

  it('has a table of what is evaluated that is current (write it with src/testing/coverage-table.ts)', async () => {
    expect(readmeTable(readme)).toBe(await coverageTable())
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
