/** Where a text stops being JSON. */
export interface JsonError {
  /** UTF-16 offset in the text. */
  readonly offset: number
  readonly message: string
}

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * Finds the place of the first error in a text that `JSON.parse` refused. V8 names a position in
 * some of its messages only, and quotes the text in others: here nothing of the content is repeated.
 */
export function findJsonError(text: string): JsonError {
  const closers: ('}' | ']')[] = []
  let offset = 0
  let expects: 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'next' = 'value'

  const match = (pattern: RegExp): boolean => {
    pattern.lastIndex = offset
    const found = pattern.exec(text)
    offset += found?.[0].length ?? 0
    return found !== null
  }

  // Every round consumes at least one character or returns.
  for (;;) {
    match(SPACE)
    const character = text[offset]
    if (character === undefined) return { offset, message: 'the text ends too early' }
    if (expects === 'next') {
      const closer = closers.at(-1)
      if (closer === undefined) return { offset, message: 'there is text after the end' }
      if (character === ',') expects = closer === '}' ? 'key' : 'value'
      else if (character === closer) closers.pop()
      else return { offset, message: `',' or '${closer}' expected` }
      offset += 1
    } else if (expects === 'colon') {
      if (character !== ':') return { offset, message: "':' expected" }
      offset += 1
      expects = 'value'
    } else if (
      character === closers.at(-1) &&
      expects === (character === '}' ? 'key or }' : 'value or ]')
    ) {
      closers.pop()
      offset += 1
      expects = 'next'
    } else if (expects === 'key' || expects === 'key or }') {
      if (character !== '"') return { offset, message: 'a property name in double quotes expected' }
      const problem = skipString()
      if (problem !== undefined) return problem
      expects = 'colon'
    } else if (character === '"') {
      const problem = skipString()
      if (problem !== undefined) return problem
      expects = 'next'
    } else if (character === '{') {
      closers.push('}')
      offset += 1
      expects = 'key or }'
    } else if (character === '[') {
      closers.push(']')
      offset += 1
      expects = 'value or ]'
    } else if (match(NUMBER) || match(WORD)) {
      expects = 'next'
    } else {
      return { offset, message: 'a value expected' }
    }
  }

  function skipString(): JsonError | undefined {
    offset += 1
    for (;;) {
      const character = text[offset]
      if (character === undefined) return { offset, message: 'the text ends inside a string' }
      if (character === '"') {
        offset += 1
        return undefined
      }
      if (character < ' ') return { offset, message: 'a control character inside a string' }
      if (character === '\\') {
        if (!match(ESCAPE)) {
          const cut = text.length - offset < 6
          return { offset, message: cut ? 'the text ends inside a string' : 'an unknown escape' }
        }
      } else {
        offset += 1
      }
    }
  }
}

/** `line 3, column 14 (character 96)`, all from 1. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `line ${line}, column ${offset - before.lastIndexOf('\n')} (character ${offset + 1})`
}
