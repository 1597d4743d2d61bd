import { choice, chunk, completion, delta, YES_STREAM } from '../fixtures.ts'
import type { Answer } from '../server.ts'
import { COMPLETIONS } from './completions.ts'
import { drain, PARAMS, type Scenario, STREAMED } from './scenario.ts'
import { STREAMS } from './streams.ts'

export interface UsageScenario extends Scenario {
  /** The application says itself whether it wants usage, so that both servers answer alike. */
  readonly saysItself?: true
}

const READ = { finish: ['stop'], usage: [12, 2] } as const
const YES: Answer = { events: YES_STREAM }

const CALL = { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{}' } }

const OWN: readonly UsageScenario[] = [
  {
    name: 'usage: many chunks asked for at once',
    answers: [YES],
    run: async ({ client }) => {
      const iterator = (await client.chat.completions.create(STREAMED))[Symbol.asyncIterator]()
      return Promise.all(Array.from({ length: 8 }, () => iterator.next()))
    },
    ends: [READ],
  },
  {
    name: 'usage: left while the end is awaited',
    answers: [YES],
    run: async ({ client }) => {
      const iterator = (await client.chat.completions.create(STREAMED))[Symbol.asyncIterator]()
      for (let read = 1; read < YES_STREAM.length; read += 1)
        // oxlint-disable-next-line no-await-in-loop -- one after the other is the scenario
        await iterator.next()
      return Promise.all([iterator.next(), iterator.return?.()])
    },
    ends: [{ finish: ['stop'] }],
    // Its own iterator of chat streams waits for the chunk that is on its way before it leaves.
    endsOn: { 7: [READ] },
  },
  {
    name: 'usage: runTools, streamed over two turns',
    answers: [
      {
        events: [
          chunk([delta({ role: 'assistant', tool_calls: [{ index: 0, ...CALL }] })]),
          chunk([delta({}, 'tool_calls')]),
          YES_STREAM.at(-1),
        ],
      },
      YES,
    ],
    run: async ({ client, helpers }) => {
      const events: string[] = []
      const parameters = { type: 'object', properties: {} }
      const search = { name: 'search', description: 'Searches', parameters, function: () => 'new' }
      const runner = helpers(client).runTools({
        ...STREAMED,
        tools: [{ type: 'function', function: search }],
      })
      runner.on('chunk', (piece) => events.push(JSON.stringify(piece)))
      return [await runner.finalContent(), events, runner.messages]
    },
    ends: [{ finish: ['tool_calls'], usage: [12, 2] }, READ],
  },
  {
    name: 'usage: the parameters are the caller’s own',
    answers: [YES],
    run: async ({ client }) => {
      const params = Object.freeze({ ...STREAMED, stream_options: Object.freeze({}) })
      const chunks = await drain(await client.chat.completions.create(params))
      return [params, chunks]
    },
    ends: [READ],
  },
  {
    name: 'usage: the application asks for it',
    answers: [YES],
    saysItself: true,
    run: async ({ client }) =>
      drain(
        await client.chat.completions.create({
          ...STREAMED,
          stream_options: { include_usage: true },
        }),
      ),
    ends: [READ],
  },
  {
    name: 'usage: the application wants none',
    answers: [unasked(YES)],
    saysItself: true,
    run: async ({ client }) =>
      drain(
        await client.chat.completions.create({
          ...STREAMED,
          stream_options: { include_usage: false },
        }),
      ),
    ends: [{ finish: ['stop'] }],
  },
  {
    name: 'usage: no stream',
    answers: [{ json: completion([choice({ content: 'Yes' })]) }],
    saysItself: true,
    run: ({ client }) => client.chat.completions.create(PARAMS),
    ends: [{ finish: ['stop'], usage: [12, 5] }],
  },
]

/** Every way of reading a stream that tells its usage only where asked; but for the raw body, which has what was sent. */
export const USAGE_SCENARIOS: readonly UsageScenario[] = [
  ...STREAMS,
  ...COMPLETIONS,
  ...OWN,
].filter(({ name }) => name !== 'stream: asResponse')

/** What the API sends where nobody asked for usage: no chunk that has only that, and no `usage: null` in the others. */
export function unasked(answer: Answer): Answer {
  if (!('events' in answer)) return answer
  const events = answer.events.flatMap((event) => {
    if (typeof event !== 'object' || event === null) return [event]
    const { usage, ...rest } = event as { usage?: unknown; choices?: readonly unknown[] }
    if (usage === null) return [rest]
    return usage !== undefined && rest.choices?.length === 0 ? [] : [event]
  })
  return { ...answer, events }
}
