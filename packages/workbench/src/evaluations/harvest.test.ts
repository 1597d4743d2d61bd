import { describe, expect, it } from 'vitest'

import { callIdsIn, casesText, harvestCases, saidQuery } from './harvest.ts'
import { readCases } from './read-cases.ts'

const names = [
  'Id',
  'OperationId',
  'TimeGenerated',
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

const said = (
  id: string,
  input: string,
  turn: number | null = 3,
  violation = 'extra_text',
  output = 'Yes, of course',
  label = '',
) => [
  id,
  `trace of ${id}`,
  '2026-03-01T00:00:00Z',
  'Say Yes or No.',
  input,
  output,
  ['whole'],
  'search_decision',
  '1',
  turn,
  label,
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
  it('makes cases of calls: redacted, each input once, to be confirmed by a person', () => {
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
        confirmed: false,
        source: {
          trace: 'trace of a',
          call: 'a',
          time: '2026-03-01T00:00:00Z',
          version: '1',
          output: 'Yes, of course',
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

  it('proposes what the model’s answer meant, and keeps what it said', () => {
    const spoken = JSON.stringify([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Yes' },
          { type: 'tool_call', id: '1', name: 'search', arguments: { to: 'anna@contoso.example' } },
          { type: 'uri', uri: 'https://example.com/a.png', modality: 'image' },
        ],
        finish_reason: 'stop',
      },
    ])
    const { cases } = harvestCases(answer(said('a', asked('hello'), 1, '', spoken, 'Yes')))
    expect(cases[0]).toMatchObject({
      expected: 'Yes',
      confirmed: false,
      source: { output: expect.stringMatching(/^Yes\nsearch\(.*\[email\].*\)\n\[/su) as string },
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
