import { bagOf, type Dynamic, DynamicReal } from './dynamic.ts'

/**
 * What `JSON.parse` would lose: whole reals (`1.0`, `1e3`), integers beyond 2^53 and the order of
 * index-like keys. Texts that may hold one of them take the slow parser.
 */
const lossy =
  /(?:^|[:[,])\s*(?:-0(?![.\d])|-?\d+(?:\.0+(?!\d)|(?:\.\d+)?e)|-?\d{16})|"\d+"\s*:|"__proto__"/iu

/** The value of a JSON text, undefined when it is none. */
export function parseJson(text: string): Dynamic {
  try {
    const value: unknown = JSON.parse(text)
    return lossy.test(text) ? parseExactly(text) : value
  } catch {
    return undefined
  }
}

/** A JSON text that is parsed when somebody looks, and once. */
export class LazyJson {
  readonly text: string
  #value: Dynamic = undefined
  constructor(text: string) {
    this.text = text
  }
  get value(): Dynamic {
    if (this.#value === undefined) this.#value = parseDynamic(this.text)
    return this.#value
  }
}

/** The parsed value where a cell is lazy, the cell otherwise. */
export function unlazy(cell: unknown): unknown {
  return cell instanceof LazyJson ? cell.value : cell
}

/**
 * JSON text as a cell of a dynamic column: parsed when a query looks at it, and once. For `TableSource`s of your own.
 * @example { length: 1, columns: [[jsonText('{"a":1}')]] }
 */
export function jsonText(text: string): unknown {
  return new LazyJson(text)
}

/** As `parse_json()`: empty is null, what is no JSON is the text itself. */
export function parseDynamic(text: string): Dynamic {
  if (text === '') return null
  const value = parseJson(text)
  return value === undefined ? text : value
}

function number(text: string): Dynamic {
  if (/^-?\d+$/u.test(text)) {
    const value = Number(text)
    if (Number.isSafeInteger(value)) return value + 0
    const whole = BigInt(text)
    return BigInt.asIntN(64, whole) === whole ? whole : new DynamicReal(value)
  }
  const value = Number(text)
  return Number.isInteger(value) ? new DynamicReal(value) : value
}

const token = /\s*(?:([{}[\],:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|(true|false|null))/uy

/** The text is valid JSON when this is called. */
function parseExactly(text: string): Dynamic {
  let position = 0
  const next = (): RegExpExecArray => {
    token.lastIndex = position
    const match = token.exec(text)
    if (!match) throw new SyntaxError('no JSON')
    position = token.lastIndex
    return match
  }
  const skip = (sign: string): boolean => {
    const before = position
    if (next()[1] === sign) return true
    position = before
    return false
  }
  const array = (): Dynamic[] => {
    const items: Dynamic[] = []
    if (skip(']')) return items
    do items.push(value())
    while (next()[1] === ',')
    return items
  }
  const bag = (): Dynamic => {
    const entries: [string, Dynamic][] = []
    if (skip('}')) return {}
    do {
      const key = JSON.parse(next()[2] ?? '""') as string
      next()
      entries.push([key, value()])
    } while (next()[1] === ',')
    // The last of two equal keys wins, as in JSON.parse.
    return bagOf(new Map(entries))
  }
  const value = (): Dynamic => {
    const [, sign, quoted, digits, word] = next()
    if (sign === '[') return array()
    if (sign === '{') return bag()
    if (quoted !== undefined) return JSON.parse(quoted)
    if (digits !== undefined) return number(digits)
    return word === 'null' ? null : word === 'true'
  }
  return value()
}
