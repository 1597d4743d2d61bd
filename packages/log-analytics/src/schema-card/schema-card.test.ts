import { afterAll, describe, expect, it } from 'vitest'

import type { Column } from '../column.ts'
import { functions } from '../pack.ts'
import { calledFunction } from '../testing/called-function.ts'
import { packEngine } from '../testing/engine.ts'
import { meanings } from './meanings.ts'
import { schemaCard } from './schema-card.ts'

const engine = packEngine()
afterAll(() => engine.close())

const [calls] = functions()

describe('the schema card', () => {
  it('is that of the functions (vitest -u writes it anew)', async () => {
    const described = await Promise.all(
      functions().map(async (each) => {
        const { columns } = await engine.run(calledFunction(each), {})
        return { function: each, columns: columns as readonly Column[] }
      }),
    )
    await expect(schemaCard(described)).toMatchFileSnapshot('../../schema-card.md')
  })

  it('has examples of the type of their column', async () => {
    const wrong: string[] = []
    for (const each of functions()) {
      const { name } = each
      // oxlint-disable-next-line no-await-in-loop -- one engine
      const { columns } = await engine.run(calledFunction(each), {})
      const examples = columns.filter((column) => column.type !== 'dynamic')
      const printed = examples.map((column) => meanings[name]?.[column.name]?.example).join(', ')
      // oxlint-disable-next-line no-await-in-loop -- one engine
      const values = await engine.run(`print ${printed}`, {})
      const found = values.columns.map(({ type }) => type)
      // A number in a query is long.
      const same = (type: string, index: number): boolean =>
        found[index] === type || (type === 'int' && found[index] === 'long')
      wrong.push(
        ...examples.filter(({ type }, index) => !same(type, index)).map((column) => column.name),
      )
    }
    expect(wrong).toEqual([])
  })

  it('is not made where a column has no meaning, or a meaning no column', () => {
    if (!calls) throw new Error('there is no function')
    expect(() =>
      schemaCard([
        { function: { ...calls, name: 'LLMNew' }, columns: [{ name: 'X', type: 'int' }] },
      ]),
    ).toThrow('LLMNew: nobody says what X means')
    expect(() => schemaCard([{ function: calls, columns: [] }])).toThrow(
      'LLMCalls has no column PromptName',
    )
  })
})
