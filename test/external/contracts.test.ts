import type { ModelOutput } from '@kansoku/core'
import { expect, it } from 'vitest'

import type { Answer } from '../../packages/instrumentation-openai/src/call/answer.ts'
import { ENDPOINTS } from '../../packages/instrumentation-openai/src/endpoints.ts'
import { inferred } from '../../packages/instrumentation-openai/src/reading/output-format.ts'
import { readRecordings, type Recording } from './openai-recordings.ts'

/** The answer as the instrumentation's mappers read it, and the verdict of the request's own format. */
function verdictOf({ path, request, response }: Recording): unknown {
  const endpoint = ENDPOINTS.find(
    ({ method, onClient }) => method === 'create' && path.endsWith(`/${onClient.join('/')}`),
  )
  const contract = inferred(endpoint?.format?.(request), {})
  if (endpoint === undefined || contract === undefined) return undefined
  if (response.kind === 'json')
    return contract.judge(outputOf(endpoint.response(response.json, 'openai')))
  const stream = endpoint.stream?.('openai', true)
  for (const line of response.text.split('\n'))
    if (line.startsWith('data: {')) stream?.add(JSON.parse(line.slice('data: '.length)))
  return contract.judge(outputOf(stream?.response()))
}

function outputOf(answer: Answer | undefined): ModelOutput {
  return answer?.output?.() ?? { text: '' }
}

it('calls every recorded structured output valid, plain and streamed', () => {
  const verdicts = readRecordings()
    .filter(({ status }) => status === 200)
    .map((recording) => [recording.id, verdictOf(recording)])
    .filter(([, verdict]) => verdict !== undefined)
  expect(verdicts.length).toBeGreaterThan(5)
  expect(verdicts).toEqual(verdicts.map(([id]) => [id, { valid: true }]))
})
