/** Rows that the chatbot does not send: a second version of a prompt, judgements, and an answer that means harm. */

const KEY = '00000000-0000-0000-0000-000000000000'

/** What a model could be made to answer, to whoever looks at it. */
export const hostile: Readonly<Record<'conversation' | 'answer' | 'trace' | 'id', string>> = {
  conversation: '<img src=x onerror=alert(1)>',
  answer: [
    '<script>window.hacked = 1; alert(1)</script>',
    '<img src="https://attacker.example/x.png" onerror="window.hacked = 2">',
    '[click me](javascript:window.hacked=3) <a href="javascript:window.hacked=4">here</a>',
    '\u001B[31mred\u001B[0m \u202Edesrever\u202C zero\u200Bwidth',
    '</pre></textarea></script><svg onload=alert(2)>',
  ].join('\n'),
  trace: 'bad00000000000000000000000000001',
  id: 'bad0000000000001',
}

/** A second version of the search decision, and what was said of some of its calls. */
export async function sendSecondVersion(url: string): Promise<void> {
  const now = Date.now()
  const calls = Array.from({ length: 60 }, (_, index) => versionTwo(index, now - 600 + index * 10))
  await send(url, [...calls, ...judgements(now), ...cases(now)])
}

export async function sendHostile(url: string): Promise<void> {
  await send(url, [hostileCall(Date.now())])
}

async function send(url: string, envelopes: readonly object[]): Promise<void> {
  const body = JSON.stringify(envelopes)
  const response = await fetch(`${url}/v2.1/track`, { method: 'POST', body })
  if (response.status !== 200) throw new Error(await response.text())
}

function call(
  time: number,
  ids: { readonly trace: string; readonly id: string },
  properties: Readonly<Record<string, string>>,
): object {
  return {
    ver: 1,
    name: 'Microsoft.ApplicationInsights.RemoteDependency',
    time: new Date(time).toISOString(),
    sampleRate: 100,
    iKey: KEY,
    tags: { 'ai.operation.id': ids.trace, 'ai.cloud.role': 'by-hand' },
    data: {
      baseType: 'RemoteDependencyData',
      baseData: {
        ver: 2,
        id: ids.id,
        name: 'chat gpt-4.1-mini',
        type: 'GenAI | openai',
        duration: '00:00:00.4200000',
        success: true,
        resultCode: '200',
        properties: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'openai',
          'gen_ai.response.model': 'gpt-4.1-mini-2025-04-14',
          ...properties,
        },
        measurements: { 'gen_ai.usage.input_tokens': 210, 'gen_ai.usage.output_tokens': 2 },
      },
    },
  }
}

function versionTwo(index: number, time: number): object {
  const hex = index.toString(16).padStart(4, '0')
  return call(
    time,
    { trace: `aaaa${hex.padStart(28, '0')}`, id: `aaaa${hex.padStart(12, '0')}` },
    {
      'gen_ai.prompt.name': 'search_decision',
      'gen_ai.prompt.version': '2',
      'gen_ai.conversation.id': `second-${index >> 1}`,
      'llmops.metadata.turn': String((index % 3) + 1),
      'llmops.output.contract': 'oneOf(Yes, No)',
      'llmops.output.valid': 'true',
      'llmops.output.label': index % 2 === 0 ? 'Yes' : 'No',
      'llmops.content.capture': 'none',
    },
  )
}

const text = (role: string, content: string): string =>
  JSON.stringify([{ role, parts: [{ type: 'text', content }] }])

function hostileCall(time: number): object {
  return call(time, hostile, {
    'gen_ai.prompt.name': '<b>bold</b>',
    'gen_ai.prompt.version': '"><script>alert(3)</script>',
    'gen_ai.conversation.id': hostile.conversation,
    'llmops.output.label': '<i>label</i>',
    'llmops.content.capture': 'span',
    'gen_ai.input.messages': text('user', hostile.answer),
    'gen_ai.output.messages': text('assistant', hostile.answer),
  })
}

function judgements(time: number): object[] {
  return [0, 1, 2, 3].flatMap((index) => [
    judgement(time + index, index, {
      name: 'groundedness',
      kind: 'model',
      score: 0.25 * (index + 1),
      label: 'pass',
    }),
    judgement(time + index, index, {
      name: 'user_feedback',
      kind: 'human',
      score: index % 2,
      label: 'thumb',
    }),
  ])
}

/** Two versions over one data set, as `kansoku eval run` records them. */
function cases(time: number): object[] {
  return ['greeting', 'follow-up', 'new topic', 'asked to search'].flatMap((id, index) =>
    ['1', '2'].map((version) => {
      const passes = version === '2' || index % 2 === 0
      return judgement(
        time,
        index,
        { name: 'expected', kind: 'code', score: passes ? 1 : 0, label: passes ? 'pass' : 'fail' },
        {
          'llmops.prompt.version': version,
          'llmops.metadata.evaluation': 'search decisions',
          'llmops.metadata.evaluation_case': id,
        },
      )
    }),
  )
}

function judgement(
  time: number,
  index: number,
  { name, kind, score, label }: { name: string; kind: string; score: number; label: string },
  properties: Readonly<Record<string, string>> = {},
): object {
  const hex = index.toString(16).padStart(4, '0')
  return {
    ver: 1,
    name: 'Microsoft.ApplicationInsights.Event',
    time: new Date(time).toISOString(),
    sampleRate: 100,
    iKey: KEY,
    tags: {
      'ai.operation.id': `aaaa${hex.padStart(28, '0')}`,
      'ai.operation.parentId': `aaaa${hex.padStart(12, '0')}`,
      'ai.cloud.role': 'by-hand',
    },
    data: {
      baseType: 'EventData',
      baseData: {
        ver: 2,
        name: 'gen_ai.evaluation.result',
        properties: {
          'gen_ai.evaluation.name': name,
          'gen_ai.evaluation.score.label': label,
          'gen_ai.evaluation.explanation': `The decision fits the question (${index + 1} of 4).`,
          'llmops.evaluation.evaluator.kind': kind,
          'llmops.prompt.name': 'search_decision',
          'llmops.prompt.version': '2',
          ...properties,
        },
        measurements: { 'gen_ai.evaluation.score.value': score },
      },
    },
  }
}
