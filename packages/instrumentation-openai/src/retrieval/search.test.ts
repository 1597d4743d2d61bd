import { expect, it } from 'vitest'

import { searchBody, searchInput, searchRequestAttributes, searchResponse } from './search.ts'

const PARAMS = { query: 'secret', max_num_results: 3, filters: { value: 'secret' } }

it('names the store and how many documents are asked for', () => {
  expect(searchRequestAttributes(searchBody(['vs_1', PARAMS, {}]))).toEqual({
    'gen_ai.data_source.id': 'vs_1',
    'gen_ai.retrieval.top_k': 3,
  })
})

it('has the queries as one text', () => {
  expect(searchInput(searchBody(['vs_1', PARAMS]))).toEqual({ retrievalQuery: 'secret' })
  expect(searchInput(searchBody(['vs_1', { query: ['a', 7, 'b'] }]))).toEqual({
    retrievalQuery: 'a\nb',
  })
})

it('has of the documents which they are and how well they fit', () => {
  const data = [
    { file_id: 'file-1', filename: 'secret', score: 0.9, content: [{ text: 'secret' }] },
    { score: 'high' },
    null,
  ]
  const { attributes, content } = searchResponse({ data })
  expect([attributes, content?.()]).toEqual([
    {},
    { 'gen_ai.retrieval.documents': [{ id: 'file-1', score: 0.9 }, {}, {}] },
  ])
})

it.each([undefined, null, 'x', 7, {}])('survives %j', (odd) => {
  const body = searchBody([odd, odd])
  expect(searchRequestAttributes(body)).toEqual(odd === 'x' ? { 'gen_ai.data_source.id': 'x' } : {})
  expect([searchInput(body), searchResponse(odd).content?.()]).toEqual([{}, {}])
})
