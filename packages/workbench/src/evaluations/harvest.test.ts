import { describe, expect, it } from 'vitest'

import { callIdsIn, casesText, harvestCases, saidQuery } from './harvest.ts'
import { readCases } from './read-cases.ts'

const names = [
  'Id',
  'Instructions',
  'Input',
  'Output',
  'States',
  'PromptName',
  'PromptVersion',
  'Turn',
  'OutputLabel',
  'OutputViolation',
]

const said = (id: string, input: string, turn: number | null = 3, violation = 'extra_text') => [
  id,
  'Say Yes or No.',
  input,
  'Yes, of course',
  ['whole'],
  'search_decision',
  '1',
  turn,
  '',
  violation,
]

const answer = (...rows: unknown[][]) => ({
  columns: names.map((name) => ({ name, type: 'string' })),
  rows,
})

const asked = (text: string): string =>
  JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: text }] }])

const inputOf = ({ messages, turn }: { messages: readonly { role: string }[]; turn?: number }) => ({
  turn,
  roles: messages.map(({ role }) => role),
})

describe('a harvest', () => {
  it('makes cases of calls: redacted, each input once, the label left to a person', () => {
    const { cases, repeated, without } = harvestCases(
      answer(
        said('a', asked('Mail anna@contoso.example the plan, and 4111 1111 1111 1111')),
        said('b', asked('Mail anna@contoso.example the plan, and 4111 1111 1111 1111')),
        said('c', ''),
        said('d', '{"cut": "in the mid'),
        said('e', asked('検索して'), null, ''),
      ),
    )
    expect({ repeated, without }).toEqual({ repeated: 1, without: 2 })
    expect(cases).toEqual([
      {
        id: expect.stringMatching(/^harvested-[0-9a-f]{12}$/u) as string,
        tags: ['harvested', 'turn-3', 'extra_text'],
        input: {
          messages: [
            {
              role: 'user',
              parts: [{ type: 'text', content: 'Mail [email] the plan, and [card]' }],
            },
          ],
        },
      },
      expect.objectContaining({ tags: ['harvested'] }),
    ])
    expect(readCases(casesText(cases), 'harvested.jsonl')).toEqual(cases)
  })

  it('makes the task’s own input, and knows the cases that are there', () => {
    const row = said('a', asked('hello'))
    const { cases } = harvestCases(answer(row), inputOf)
    expect(cases[0]?.input).toEqual({ turn: 3, roles: ['user'] })
    const known = new Set([cases[0]?.id ?? ''])
    expect(harvestCases(answer(row), inputOf, known)).toEqual({
      cases: [],
      without: 0,
      repeated: 1,
    })
  })

  it('asks for the calls of the rows', () => {
    const rows = {
      columns: [
        { name: 'Turn', type: 'int' },
        { name: 'Id', type: 'string' },
      ],
      rows: [
        [1, 'a'],
        [2, 'a'],
        [3, ''],
      ],
    }
    expect(callIdsIn(rows)).toEqual(['a'])
    const at = new Date('2026-03-01T00:00:00Z')
    expect(saidQuery(['a'], at, at)).toContain('let ids = dynamic(["a"]);')
  })
})
