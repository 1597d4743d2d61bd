import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, it } from 'vitest'

import { contentType, fileNames, sentFiles } from './file.ts'

const here = fileURLToPath(import.meta.url)

it('says of a file that it was sent and of which type, whatever it is', () => {
  const stream = createReadStream(here)
  const files = [
    new File(['bytes'], 'a.png', { type: 'image/png;x=y' }),
    stream,
    new Response('bytes', { headers: { 'content-type': 'image/png' } }),
    Buffer.from('bytes'),
    'a.png',
    undefined,
    null,
  ]
  const nothing = { type: 'blob', modality: 'image', content: '' }
  expect(sentFiles('image', ...files)).toEqual([
    { ...nothing, mime_type: 'image/png' },
    nothing,
    nothing,
    nothing,
  ])
  expect(stream.bytesRead).toBe(0)
  stream.destroy()
})

it('knows what the client calls a file', () => {
  const stream = createReadStream(here)
  expect(
    fileNames(new File([], 'a.png'), stream, { url: 'https://host/b.png' }, new Blob([]), 7, null),
  ).toEqual(['a.png', 'file.test.ts', 'b.png'])
  stream.destroy()
})

it('reads the type of a response by its header', () => {
  expect(contentType(new Response(null, { headers: { 'content-type': 'audio/wav' } }))).toBe(
    'audio/wav',
  )
  for (const odd of [undefined, {}, { headers: {} }, { headers: { get: () => 7 } }])
    expect(contentType(odd)).toBeUndefined()
})
