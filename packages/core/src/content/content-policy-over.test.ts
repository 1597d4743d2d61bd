import { describe, expect, it } from 'vitest'

import { contentSettings, type ResolvedContentPolicy } from './content-policy.ts'
import { contentPolicyOver, resolveContentPolicy } from './resolve-content-policy.ts'

const first = (text: string): string => text
const second = (text: string): string => text
const third = (text: string): string => text

const policy = resolveContentPolicy({
  capture: 'SPAN_ONLY',
  redact: first,
  budgets: { textBytes: 4096 },
  prompts: {
    medical: { capture: 'NO_CONTENT' },
    long: { budgets: { textBytes: 8192 }, redact: second },
  },
})
const of = (resolved: ResolvedContentPolicy, name?: string, version?: string) => {
  const settings = contentSettings(resolved, name === undefined ? undefined : { name, version })
  const { capture, redactors, textBytes } = settings
  return { capture, redactors, textBytes }
}

describe('contentPolicyOver', () => {
  it('leaves the policy as it is where the rules say nothing', () => {
    const over = contentPolicyOver(policy, {})
    for (const name of [undefined, 'medical', 'long', 'other'])
      expect(of(over, name)).toEqual(of(policy, name))
    expect(over).toEqual(policy)
  })

  it('adds redactors to those of the policy and of its prompts', () => {
    const over = contentPolicyOver(policy, {
      redact: third,
      prompts: { long: { redact: first } },
    })
    expect(of(over).redactors).toEqual([first, third])
    expect(of(over, 'long').redactors).toEqual([first, second, third, first])
  })

  it('takes everything away that the rules switch off, and lets what is off for a prompt be', () => {
    const off = contentPolicyOver(policy, { capture: 'NO_CONTENT' })
    expect([undefined, 'medical', 'long'].map((name) => of(off, name).capture)).toEqual([
      'NO_CONTENT',
      'NO_CONTENT',
      'NO_CONTENT',
    ])
    expect(off.capturesAnything).toBe(false)
    const on = contentPolicyOver(policy, { capture: 'SPAN_AND_EVENT' })
    expect([undefined, 'medical', 'long'].map((name) => of(on, name).capture)).toEqual([
      'SPAN_AND_EVENT',
      'NO_CONTENT',
      'SPAN_AND_EVENT',
    ])
  })

  it('goes by rules for a prompt, and for a version, where they name one', () => {
    const over = contentPolicyOver(policy, {
      budgets: { textBytes: 1024 },
      prompts: { 'long@2': { capture: 'NO_CONTENT' }, medical: { capture: 'EVENT_ONLY' } },
    })
    expect(of(over, 'medical').capture).toBe('EVENT_ONLY')
    expect(of(over, 'long', '2')).toMatchObject({ capture: 'NO_CONTENT', textBytes: 1024 })
    expect(of(over, 'long', '1')).toMatchObject({ capture: 'SPAN_ONLY', textBytes: 1024 })
  })

  it('says what it does not understand, and lets nothing through for it', () => {
    const over = contentPolicyOver(policy, { capture: 'ALL' as never })
    expect(of(over).capture).toBe('NO_CONTENT')
    expect(over.warnings).toHaveLength(1)
  })
})

it('a policy may give another one for what is recorded now', () => {
  let mine: ResolvedContentPolicy | undefined
  const open = resolveContentPolicy({ ...policy, instead: () => mine })
  expect(of(open)).toEqual(of(policy))
  mine = contentPolicyOver(policy, { capture: 'NO_CONTENT' })
  expect(of(open).capture).toBe('NO_CONTENT')
})
