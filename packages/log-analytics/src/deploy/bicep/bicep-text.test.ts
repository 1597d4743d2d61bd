import { describe, expect, it } from 'vitest'

import { readBicepString } from '../../testing/bicep-strings.ts'
import { nastyNames } from '../../testing/nasty-names.ts'
import { bicepText } from './bicep-text.ts'

describe('a Bicep string', () => {
  it.each([
    ['plain', `'plain'`],
    [`it's`, String.raw`'it\'s'`],
    ['a\\b', String.raw`'a\\b'`],
    ['${secret}', String.raw`'\${secret}'`],
    ['$$ {', `'$$ {'`],
    ['a\r\nb', String.raw`'a\r\nb'`],
    ['検索\u2028', String.raw`'検索\u{2028}'`],
    ['T\n| take ${n}', "'''\nT\n| take ${n}'''"],
    ["T\n| where x == ''", String.raw`'T\n| where x == \'\''`],
    ["T\n| where x == 'a'", String.raw`'T\n| where x == \'a\''`],
  ])('of %j is %s', (text, literal) => {
    expect(bicepText(text)).toBe(literal)
  })

  it('of half a character has the sign for it', () => {
    expect(bicepText('\ud842')).toBe("'\ufffd'")
  })

  it('reads as the text that it was', () => {
    const names = nastyNames(2000)
    expect(names.map((name) => readBicepString(bicepText(name)))).toEqual(names)
  })
})
