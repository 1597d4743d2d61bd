import { describe, expect, it } from 'vitest'

import { canRunAway } from './runaway.ts'

describe('a pattern that can take exponential time', () => {
  it.each([
    '(a+)+$',
    '(a*)*b',
    '(a|a)*b',
    '(a|aa)+$',
    '(a?b?)*c',
    '^(\\w+\\s?)*$',
    '(?:[a-z]+_?)+x',
    '(?<name>x+x+)+y',
    '(.*)*=',
    '([^,]*,?)*;',
    '(a{1,30}){1,30}$',
    '(a|aa){20}$',
    '(\\p{Lu}+|\\p{L}+)*1',
    'x(\\d|[0-4])*y',
  ])('is told: %s', (source) => {
    expect(canRunAway(new RegExp(source, 'u'))).toBe(true)
  })

  it('is what a pattern counts as that takes too long to judge', () => {
    const started = performance.now()
    expect(canRunAway(new RegExp(`(${'[a-z]?'.repeat(250)}x)*`, 'u'))).toBe(true)
    expect(canRunAway(new RegExp(`(${'[a-z]'.repeat(1000)})*`, 'u'))).toBe(true)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('is told by the letters that flag i unites', () => {
    expect([canRunAway(/(a|A)*b/u), canRunAway(/(a|A)*b/iu)]).toEqual([false, true])
  })
})

describe('a pattern that cannot', () => {
  it.each([
    '',
    'a+b+c+',
    '^.*error.*$',
    '(\\d{1,3}\\.){3}\\d{1,3}',
    '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    '(?:\\d{3}){2}',
    '"(?:[^"\\\\]|\\\\.)*"',
    '^(\\s*\\w+\\s*,)*$',
    '(GET|POST|PUT) (/[^ ?]*)(\\?\\S*)?',
    '([a-z]+=[^;]*;)*',
    '^(?:a|b)*$',
    '\\bturn[ =:]*(\\d+)\\b',
    '[\\]\\-(+*]+x',
  ])('is let through: %s', (source) => {
    expect(canRunAway(new RegExp(source, 'u'))).toBe(false)
  })
})
