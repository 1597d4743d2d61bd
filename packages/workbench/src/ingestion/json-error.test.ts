import { assert, jsonValue, nat, property } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { findJsonError, lineAndColumn } from './json-error.ts'

describe('findJsonError', () => {
  it.each([
    ['', 0, 'the text ends too early'],
    ['[{"a":1}', 8, 'the text ends too early'],
    ['[{"a":"東京', 9, 'the text ends inside a string'],
    ['["\\u12', 2, 'the text ends inside a string'],
    ['["\\x41 and more"]', 2, 'an unknown escape'],
    ['["a\nb"]', 3, 'a control character inside a string'],
    ['[1,]', 3, 'a value expected'],
    ['{"a":1,}', 7, 'a property name in double quotes expected'],
    ['{a:1}', 1, 'a property name in double quotes expected'],
    ['{"a" 1}', 5, "':' expected"],
    ['[1 2]', 3, "',' or ']' expected"],
    ['{"a":[1}', 7, "',' or ']' expected"],
    ['{} {}', 3, 'there is text after the end'],
    ['[NaN]', 1, 'a value expected'],
    ['[01]', 2, "',' or ']' expected"],
  ])('finds the error of %j', (text, offset, message) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    expect(findJsonError(text)).toEqual({ offset, message })
  })

  it('finds a truncation exactly at the end of the text', () => {
    assert(
      property(jsonValue(), nat(), (value, cut) => {
        const whole = JSON.stringify([value])
        const text = whole.slice(0, cut % whole.length)
        const { offset } = findJsonError(text)
        // A cut escape is reported where it begins, a cut word or number where the value begins.
        expect(text.length - offset).toBeLessThan(12)
      }),
    )
  })

  it('does not run out of stack on deep nesting', () => {
    expect(findJsonError('['.repeat(1_000_000)).offset).toBe(1_000_000)
  })
})

describe('lineAndColumn', () => {
  it('counts both from one', () => {
    expect(lineAndColumn('ab\ncd', 4)).toBe('line 2, column 2 (character 5)')
    expect(lineAndColumn('ab', 0)).toBe('line 1, column 1 (character 1)')
  })
})
