import { afterAll, describe, expect, it } from 'vitest'

import { evaluator } from '../testing/evaluate.ts'

const kusto = evaluator()
afterAll(() => kusto.close())

describe('a function of text', () => {
  it.each([
    ['strlen("a😀é")', 3],
    ['substring("a😀bc", 1, 2)', '😀b'],
    ['substring("abc", -2)', 'bc'],
    ['substring("abc", -9)', ''],
    ['substring("abc", 9)', ''],
    ['indexof("a😀b", "b")', 2],
    ['indexof("abc", "x")', -1],
    ['indexof("abcabc", "a", 1)', 3],
    ['countof("aaaa", "aa")', 3],
    ['countof("aaaa", "aa", "regex")', 2],
    ['split("a,b,,c", ",")', ['a', 'b', '', 'c']],
    ['split("a,b", ",", 1)', ['b']],
    ['split("a,b", ",", 5)', null],
    ['strcat("a", 1, true, 1.5, 1d)', 'a1True1.51.00:00:00'],
    ['strcat_delim("-", "a", 1, "")', 'a-1-'],
    ['strcat_array(dynamic(["a", 1, true]), "+")', 'a+1+true'],
    ['replace_string("aXbX", "X", "$1")', 'a$1b$1'],
    ['replace_string("ab", "", "x")', 'ab'],
    [String.raw`replace_regex("ab-cd", @"(\w+)-(\w+)", @"\2 \1 $1")`, 'cd ab $1'],
    ['trim("x", "xxabcxx")', 'xabcx'],
    [String.raw`trim(@"\s+", "  a b ")`, 'a b'],
    ['trim_start("x+", "xxax")', 'ax'],
    ['trim_end("x+", "xaxx")', 'xa'],
    [String.raw`extract(@"x=(\d+)", 1, "y x=42")`, '42'],
    [String.raw`extract(@"x=(\d+)", 1, "none")`, ''],
    [String.raw`extract_all(@"(\d)", "1 2")`, ['1', '2']],
    [
      String.raw`extract_all(@"(\d)(\w)", "1a 2b")`,
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
    ],
    ['toupper("straße é")', 'STRAßE É'],
    ['reverse("a😀b")', 'b😀a'],
    ['strrep("ab", 2, "-")', 'ab-ab'],
    ['strcmp("B", "a")', -1],
    ['hash_md5("")', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['base64_encode_tostring("é")', 'w6k='],
    ['isascii("é")', false],
    ['isempty("")', true],
    ['isnull("")', false],
    ['coalesce("", "b")', 'b'],
  ])('%s is %j', async (expression, expected) => {
    expect(await kusto.value(expression)).toEqual(expected)
  })
})

describe('a text operator', () => {
  it.each([
    ['"error: Timeout-42" has "timeout"', true],
    ['"timeouts" has "timeout"', false],
    ['"a_b" has "b"', true],
    ['"Ärger groß" has "ärger"', true],
    ['"abc" has ""', true],
    ['"Error" has_cs "error"', false],
    ['"prefixed word" hasprefix "pre"', true],
    ['"a prefix" hassuffix "fix"', true],
    ['"Hello" contains "ELL"', true],
    ['"Hello" contains_cs "ELL"', false],
    ['"Hello" startswith "he"', true],
    ['"Hello" !endswith "LO"', false],
    ['"a" == "A"', false],
    ['"a" =~ "A"', true],
    ['"é" == "e\\u0301"', false],
    ['"a" in ("A", "b")', false],
    ['"a" in~ ("A", "b")', true],
    ['"x y" has_any ("q", "Y")', true],
    ['"x y" has_all ("x", "q")', false],
    [String.raw`"abc123" matches regex @"[a-c]+\d"`, true],
    [String.raw`"４２" matches regex @"^\d+$"`, true],
  ])('%s is %j', async (expression, expected) => {
    expect(await kusto.value(expression)).toBe(expected)
  })
})
