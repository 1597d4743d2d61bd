import { setTimeout as sleep } from 'node:timers/promises'

import { caught, type Scenario, seen, seenError } from './scenario.ts'

const PARAMS = { query: 'canary-prompt', max_num_results: 2 }
const FOUND = {
  json: {
    object: 'vector_store.search_results.page',
    search_query: ['canary-prompt'],
    data: [
      {
        file_id: 'file-1',
        filename: 'canary-name.md',
        score: 0.9,
        attributes: {},
        content: [{ type: 'text', text: 'canary-completion' }],
      },
    ],
    has_more: false,
    next_page: null,
  },
}

/** Ways to look something up in a vector store. */
export const RETRIEVAL: readonly Scenario[] = [
  {
    name: 'vectorStores.search: await, withResponse, asResponse',
    answers: [FOUND],
    run: async ({ client }) => {
      const promise = client.vectorStores.search('vs_1', PARAMS)
      const page = await promise
      const { data, request_id } = await client.vectorStores
        .search('vs_1', { query: ['canary-prompt', 'canary-second'] })
        .withResponse()
      const raw = await client.vectorStores.search('vs_1', PARAMS).asResponse()
      return [
        seen(promise),
        page.constructor.name,
        page.data,
        data.data,
        request_id,
        await raw.json(),
      ]
    },
    ends: [{}, {}, {}],
  },
  {
    name: 'vectorStores.search: iterated without await, and an error',
    answers: [FOUND, { json: { error: { message: 'no such store', code: null } }, status: 404 }],
    run: async ({ client }) => {
      const found: unknown[] = []
      for await (const one of client.vectorStores.search('vs_1', PARAMS)) found.push(seen(one))
      return [found, await caught(() => client.vectorStores.search('vs_1', PARAMS))]
    },
    ends: [{}, { error: '404' }],
  },
  {
    name: 'vectorStores.search: then, catch and finally, each alone; nobody handles an error',
    answers: [FOUND, FOUND, { json: { error: { message: 'no such store' } }, status: 404 }],
    run: async ({ client }) => {
      const ids = await client.vectorStores
        .search('vs_1', PARAMS)
        .then(({ data }) => data.map((one) => one.file_id))
      let order = ''
      await client.vectorStores.search('vs_1', PARAMS).finally(() => {
        order += 'finally'
      })
      const failed = await client.vectorStores.search('vs_1', PARAMS).catch(seenError)
      void client.vectorStores.search('vs_1', PARAMS).finally(() => {
        order += ' and again'
      })
      // A busy machine takes its time.
      for (let rest = 200; rest > 0 && !order.endsWith('again'); rest -= 1)
        // oxlint-disable-next-line no-await-in-loop -- until it is there
        await sleep(10)
      return [ids, order, failed]
    },
    ends: [{}, {}, { error: '404' }, { error: '404' }],
  },
  {
    name: 'vectorStores.search: never awaited',
    answers: [FOUND],
    run: async ({ client, collect, server }) => {
      void client.vectorStores.search('vs_1', PARAMS)
      await collect()
      return server.requests.length
    },
    ends: [{}],
  },
]
