import { afterEach, describe, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

/** The package as an application loads it whose `NODE_ENV` is this. */
async function loadedWith(environment: string | undefined) {
  vi.stubEnv('NODE_ENV', environment)
  vi.resetModules()
  return import('../index.ts')
}

const BAD = { turn: 1, ['k'.repeat(200)]: 2 }

describe('a metadata key that would be left out', () => {
  it('is refused in development, where it is said', async () => {
    const { definePrompt, withMetadata } = await loadedWith('development')
    const message = /^metadata "k{50}": a key has 200 characters, Azure keeps \d+ of them$/
    expect(() => withMetadata(BAD, () => 'ran')).toThrow(message)
    const prompt = definePrompt({ name: 'p', version: 1 })
    expect(() => prompt.run({ metadata: BAD }, () => 'ran')).toThrow(message)
    expect(withMetadata({ 'microsoft.turn': 1 }, () => 'ran')).toBe('ran')
    expect(prompt.run({ metadata: undefined }, () => 'ran')).toBe('ran')
  })

  it.each(['production', 'test', undefined])(
    'breaks no call where NODE_ENV is %s',
    async (environment) => {
      const { withMetadata } = await loadedWith(environment)
      expect(withMetadata(BAD, () => 'ran')).toBe('ran')
    },
  )
})
