/** When the queries of the cookbook are run. */
export const NOW: Date = new Date('2026-03-09T00:00:00Z')

type Row = Readonly<Record<string, unknown>>
type Properties = Readonly<Record<string, string | number | boolean>>

export interface Fixture {
  readonly AppDependencies: readonly Row[]
  readonly AppEvents: readonly Row[]
  readonly AppRequests: readonly Row[]
}

const HOUR = 3_600_000
const DAYS = 8
/** Each row stands for five calls, as under sampling: what is told is weighted. */
const ITEM_COUNT = 5
/** Version 2 of the search decision came two days ago. */
const CHANGE = NOW.getTime() - 48 * HOUR
/** In this hour of the last day the model was slow and refused calls. */
const INCIDENT = NOW.getTime() - 9 * HOUR

/** The same numbers in each run: a linear congruential generator, as of Numerical Recipes. */
function numbers(): (below: number) => number {
  let state = 20_260_309
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface Call {
  readonly time: number
  readonly prompt: string
  readonly version: string
  readonly model: string
  readonly customer: string
  readonly conversation: string
  readonly turn: number
  readonly trace: string
  readonly id: string
  readonly ms: number
  readonly inputTokens: number
  readonly outputTokens: number
  readonly error?: string | undefined
  readonly more: Properties
}

function callRow(call: Call): Row {
  const failed = call.error !== undefined
  return {
    TimeGenerated: new Date(call.time),
    Name: `chat ${call.model}`,
    OperationId: call.trace,
    Id: call.id,
    ParentId: `${call.trace}-request`,
    Success: !failed,
    DurationMs: call.ms,
    ItemCount: ITEM_COUNT,
    Properties: texts({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.response.model': call.model,
      'gen_ai.prompt.name': call.prompt,
      'gen_ai.prompt.version': call.version,
      'gen_ai.conversation.id': call.conversation,
      'llmops.metadata.turn': call.turn,
      'llmops.metadata.customer': call.customer,
      ...(failed && { 'llmops.error.type': call.error ?? '' }),
      ...call.more,
    }),
    Measurements: failed
      ? {}
      : {
          'gen_ai.usage.input_tokens': call.inputTokens,
          'gen_ai.usage.output_tokens': call.outputTokens,
        },
  }
}

const texts = (properties: Properties): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, String(value)]))

/** A week of a chatbot: a conversation of two to four turns begins in each hour, in turn for two customers. */
export function chatbotWeek(): Fixture {
  const next = numbers()
  const calls: Row[] = []
  const events: Row[] = []
  const requests: Row[] = []
  const tools: Row[] = []
  for (let hour = 0; hour < DAYS * 24; hour++) {
    const begin = NOW.getTime() - (DAYS * 24 - hour) * HOUR + next(20) * 60_000
    const conversation = `c-${hour}`
    const customer = hour % 3 === 0 ? 'customer-b' : 'customer-a'
    for (let turn = 1; turn <= 2 + next(3); turn++) {
      const time = begin + turn * 90_000
      const trace = `${conversation}-${turn}`
      const shared = { customer, conversation, turn, trace }
      const version = time < CHANGE ? '1' : '2'
      const incident = time >= INCIDENT && time < INCIDENT + HOUR
      const slow = incident ? 12 : 1
      requests.push({
        TimeGenerated: new Date(time - 5),
        Name: 'POST /chat',
        OperationId: trace,
        Id: `${trace}-request`,
        ParentId: trace,
        Success: true,
        DurationMs: 4000 * slow,
        ItemCount: ITEM_COUNT,
      })
      calls.push(
        callRow({
          ...shared,
          ...decision(next, turn, version),
          time,
          id: `${trace}-decision`,
          prompt: 'search_decision',
          version,
          model: 'gpt-4o-mini',
          ms: (300 + next(200)) * slow,
          inputTokens: 380 + next(60),
          outputTokens: 2,
        }),
        callRow({
          ...shared,
          time: time + 800,
          id: `${trace}-answer`,
          prompt: 'answer',
          version: '3',
          model: 'gpt-4.1',
          ms: (1800 + next(1200)) * slow,
          inputTokens: 1200 + next(400),
          outputTokens: 140 + next(120),
          error:
            incident && turn < 3 ? '429' : next(60) === 0 ? 'APIConnectionTimeoutError' : undefined,
          more: {
            'gen_ai.response.time_to_first_chunk': (0.3 + next(300) / 1000) * slow,
            'gen_ai.usage.cache_read.input_tokens': 512,
          },
        }),
      )
      const at = { time: time + 500, trace }
      tools.push(stepRow({ ...at, operation: 'retrieval', name: 'handbook', ms: 40 + next(60) }))
      if (next(3) === 0) {
        const failed = next(8) === 0
        const tool = {
          operation: 'execute_tool' as const,
          name: 'calendar',
          ms: 200 + next(300),
          failed,
        }
        tools.push(stepRow({ ...at, ...tool }))
      }
      if (next(4) === 0) events.push(...evaluationsOf(time + 60_000, version, next))
    }
  }
  return { AppDependencies: [...calls, ...tools], AppEvents: events, AppRequests: requests }
}

/** Version 1 says more often what is neither Yes nor No. */
function decision(
  next: (below: number) => number,
  turn: number,
  version: string,
): Pick<Call, 'more'> {
  const wrong = next(100) < (version === '1' ? 9 : 2)
  const yes = next(100) < (turn === 1 ? 88 : 24)
  return {
    more: wrong
      ? { 'llmops.output.valid': false, 'llmops.output.violation': 'extra_text' }
      : { 'llmops.output.valid': true, 'llmops.output.label': yes ? 'Yes' : 'No' },
  }
}

interface Step {
  readonly time: number
  readonly trace: string
  readonly operation: keyof typeof NAMED
  readonly name: string
  readonly ms: number
  readonly failed?: boolean
}

const NAMED = { retrieval: 'gen_ai.data_source.id', execute_tool: 'gen_ai.tool.name' } as const

/** What is done between the two calls of a turn. */
function stepRow({ failed = false, ms, name, operation, time, trace }: Step): Row {
  return {
    TimeGenerated: new Date(time),
    Name: `${operation} ${name}`,
    OperationId: trace,
    Id: `${trace}-${operation}`,
    ParentId: `${trace}-request`,
    Success: !failed,
    DurationMs: ms,
    ItemCount: ITEM_COUNT,
    Properties: { 'gen_ai.operation.name': operation, [NAMED[operation]]: name },
  }
}

function evaluationsOf(time: number, version: string, next: (below: number) => number): Row[] {
  const scores = {
    grounded: version === '1' ? 0.7 : 0.82,
    user_feedback: version === '1' ? 0.6 : 0.75,
  }
  return Object.entries(scores).map(([name, mean]) => {
    const score = Math.min(1, Math.round((mean + (next(40) - 20) / 100) * 100) / 100)
    return {
      TimeGenerated: new Date(time),
      Name: 'gen_ai.evaluation.result',
      ItemCount: 1,
      Properties: {
        'gen_ai.evaluation.name': name,
        'llmops.evaluation.evaluator.kind': name === 'grounded' ? 'model' : 'human',
        'llmops.prompt.name': 'search_decision',
        'llmops.prompt.version': version,
      },
      Measurements: { 'gen_ai.evaluation.score.value': score },
    }
  })
}
