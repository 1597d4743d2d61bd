import { call } from '../calls.mjs'

/** Three calls of the client inside a prompt, a tool by hand that fails, and what somebody thought of an answer. */
export async function calls(OpenAI, core) {
  const prompt = core.definePrompt({ name: 'answer', version: 2, output: core.oneOf('Yes', 'No') })
  await prompt.run({ conversationId: 'c-1', metadata: { turn: 3 } }, () => call(OpenAI))
  await core
    .traceTool({ name: 'look_up', callId: 'call-1' }, async () => {
      throw new RangeError('nothing there')
    })
    .catch(() => undefined)
  core.recordEvaluation({
    responseId: 'chatcmpl-1',
    name: 'relevance',
    score: 0.5,
    explanation: '関係が薄い',
    evaluator: { name: 'judge', kind: 'model' },
  })
}
