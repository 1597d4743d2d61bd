import { type Scenario, seen } from './scenario.ts'

/** Calls that run no generative model, or that run one elsewhere and later: no span. */
export const UNTRACED: readonly Scenario[] = [
  {
    name: 'moderations, models, files and batches: no span',
    answers: [{ json: { id: 'canary-id', results: [], data: [] } }],
    run: async ({ client }) => [
      seen(await client.moderations.create({ input: 'canary-prompt' })),
      seen(await client.models.retrieve('gpt-4o')),
      seen(await client.files.retrieve('file-1')),
      seen(
        await client.files.create({
          file: new File(['canary-bytes'], 'canary-name.jsonl'),
          purpose: 'batch',
        }),
      ),
      seen(
        await client.batches.create({
          input_file_id: 'file-1',
          endpoint: '/v1/chat/completions',
          completion_window: '24h',
        }),
      ),
      (await client.models.list()).data,
    ],
    ends: [],
  },
  {
    name: 'chat.completions: what was stored is fetched, no span',
    answers: [{ json: { id: 'canary-id', data: [] } }],
    run: async ({ client }) => [
      seen(await client.chat.completions.retrieve('chatcmpl-1')),
      (await client.chat.completions.list()).data,
    ],
    ends: [],
  },
]
