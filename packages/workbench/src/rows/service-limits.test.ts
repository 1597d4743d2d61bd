import { expect, it } from 'vitest'

import { callEnvelope } from '../testing/envelopes.ts'
import { post, testWorkbench } from '../testing/workbench.ts'

const call = (id: string, length: number): unknown =>
  Object.assign(
    callEnvelope(id, {
      properties: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.input.messages': 'x'.repeat(length),
        'gen_ai.usage.input_tokens': '41',
      },
    }),
    { time: new Date().toISOString() },
  )

const rows = async (serviceLimits: boolean): Promise<unknown> => {
  const { url } = await testWorkbench({ serviceLimits })
  expect(await post(url, [call('a', 10), call('b', 70_000)])).toMatchObject({ status: 200 })
  const query = `AppDependencies | order by Id asc
    | project Id, Tokens = tostring(Properties["gen_ai.usage.input_tokens"]), strlen(tostring(Properties)) > 65532`
  const answer = await fetch(`${url}/api/query`, {
    method: 'POST',
    body: JSON.stringify({ query }),
  })
  return ((await answer.json()) as { rows: unknown }).rows
}

it('cuts what is larger than the service keeps, and says so by what cannot be read of it', async () => {
  expect(await rows(false)).toEqual([
    ['a', '41', false],
    ['b', '41', true],
  ])
  expect(await rows(true)).toEqual([
    ['a', '41', false],
    ['b', '', false],
  ])
})
