import { describe, expect, it } from 'vitest'

import { FORMATS, loadClient, type Major, MAJORS } from '../testing/clients.ts'
import { targetsOfClient, targetsOfModule, type Targets } from './targets.ts'

const ALL = [
  'Chat.Completions.create',
  'Responses.create',
  'Responses.compact',
  'Responses.retrieve',
  'Beta.Responses.create',
  'Beta.Responses.compact',
  'Beta.Responses.retrieve',
  'Embeddings.create',
  'Completions.create',
  'Images.generate',
  'Images.edit',
  'Images.createVariation',
  'Audio.Speech.create',
  'Audio.Transcriptions.create',
  'Audio.Translations.create',
  'Decisions.create',
  'VectorStores.search',
]
const BETA = ['Beta.Responses.create', 'Beta.Responses.compact', 'Beta.Responses.retrieve']
const LACKING: Partial<Record<Major, readonly string[]>> = {
  4: ['Responses.compact', ...BETA, 'Decisions.create'],
  5: ['Responses.compact', ...BETA, 'Decisions.create'],
  6: ['Decisions.create'],
}

function names({ found, missing }: Targets): unknown {
  const methods = found.map(({ endpoint }) => [...endpoint.onClass, endpoint.method].join('.'))
  return { found: methods, missing }
}

function prototypes({ found }: Targets): object[] {
  return found.map(({ prototype }) => prototype)
}

it('names the optional resource that is there without its method, as one of a future client could be', () => {
  class Resource {
    create(): void {}
  }
  class Responses {
    make(): void {}
  }
  const module = {
    OpenAI: { Chat: { Completions: Resource }, Embeddings: Resource, Audio: {}, Responses },
  }
  expect(names(targetsOfModule(module))).toEqual({
    found: ['Chat.Completions.create', 'Embeddings.create'],
    missing: ['OpenAI.Responses.prototype.create'],
  })
})

const VARIANTS = MAJORS.flatMap((major) => FORMATS.map((format) => ({ major, format })))

describe.each(VARIANTS)('in openai $major as $format', ({ format, major }) => {
  const expected = ALL.filter((name) => LACKING[major]?.includes(name) !== true)

  it('everything is found that this client has, on its module and on a client', async () => {
    const module = await loadClient(major, format)
    const client = new module.OpenAI({ apiKey: 'test' })
    expect(names(targetsOfModule(module))).toEqual({ found: expected, missing: [] })
    expect(names(targetsOfModule(module.OpenAI))).toEqual({ found: expected, missing: [] })
    expect(names(targetsOfClient(client))).toEqual({ found: expected, missing: [] })
  })

  it('the prototypes of the module and of a client are the same', async () => {
    const module = await loadClient(major, format)
    const ofClient = prototypes(targetsOfClient(new module.OpenAI({ apiKey: 'test' })))
    const ofModule = prototypes(targetsOfModule(module))
    expect(ofClient.map((prototype, index) => prototype === ofModule[index])).toEqual(
      expected.map(() => true),
    )
  })
})
