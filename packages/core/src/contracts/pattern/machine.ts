import { compilePattern } from './compile.ts'
import { parsePattern } from './parse.ts'
import type { Machine } from './run.ts'

/**
 * Makes a machine of a RegExp that finds what it finds, in linear time. The RegExp itself is only read: flag `g` and
 * `lastIndex` mean nothing.
 *
 * @throws TypeError that names what is not possible in linear time.
 */
export function machineOf(pattern: RegExp): Machine {
  const { flags, source } = pattern
  if (flags.includes('v')) throw new TypeError('has flag v: use u instead')
  const unicode = flags.includes('u')
  const charFlags = flags.replaceAll(/[^isu]/g, '')
  const known = new Map<string, (char: number) => boolean>()
  const setOf = (set: string): ((char: number) => boolean) => {
    const made = known.get(set) ?? membership(set, charFlags)
    known.set(set, made)
    return made
  }
  return {
    steps: compilePattern(parsePattern(source, unicode), setOf),
    unicode,
    multiline: flags.includes('m'),
    sticky: flags.includes('y'),
    isWord: setOf('\\w'),
  }
}

const ASCII = 128

/** JavaScript's own engine tells whether a set has a character: one character cannot make it run away. */
function membership(set: string, flags: string): (char: number) => boolean {
  const native = new RegExp(`^(?:${set})$`, flags)
  const ascii = Array.from({ length: ASCII }, (_, char) => native.test(String.fromCharCode(char)))
  return (char) => (char < ASCII ? ascii[char] === true : native.test(String.fromCodePoint(char)))
}
