import type { KqlType } from '../types.ts'
import { canonicalJson } from '../values/compare.ts'
import { conversion } from '../values/convert.ts'
import { dynamicType } from '../values/dynamic.ts'
import { parseDynamic } from '../values/json.ts'
import { type FunctionTable, type Make, refuse } from './site.ts'

const to =
  (type: KqlType): Make =>
  (site) => {
    const [from = 'dynamic'] = site.types
    return conversion(from, type)
  }

/** Text is parsed as JSON, anything else is already a value. */
const parseJsonText: Make = (site) => {
  const [type = 'dynamic'] = site.types
  if (type === 'string') return (text) => parseDynamic(text as string)
  // A dynamic passes as it is, a string in it too: JSON inside JSON needs `parse_json(tostring(x))`.
  return conversion(type, 'dynamic')
}

/**
 * Reals to integers. Columns saturate; for constants beyond the range other answers are recorded (2^63 becomes -2^63),
 * without a rule.
 */
const toInteger =
  (type: 'int' | 'long'): Make =>
  (site) => {
    const value = site.constants[0]?.value
    const limit = type === 'int' ? 2 ** 31 : 2 ** 63
    if (site.types[0] === 'real' && typeof value === 'number' && Math.abs(value) >= limit) {
      throw refuse(site, 'unsupported', `${site.name}() of the constant ${value}`)
    }
    return to(type)(site)
  }

const getType: Make = (site) => {
  const [type = 'dynamic'] = site.types
  return type === 'dynamic' ? dynamicType : () => type
}

/** Keys in order, whatever theirs is. */
const toJson: Make = (site) => (value) => {
  if (value === null || value === undefined)
    throw refuse(site, 'unsupported', 'dynamic_to_json() of null')
  return canonicalJson(value)
}

export const conversionFunctions: FunctionTable = {
  toint: toInteger('int'),
  tolong: toInteger('long'),
  toreal: to('real'),
  todouble: to('real'),
  tostring: to('string'),
  tobool: to('bool'),
  toboolean: to('bool'),
  todatetime: to('datetime'),
  totimespan: to('timespan'),
  totime: to('timespan'),
  toguid: to('guid'),
  todecimal: to('decimal'),
  todynamic: parseJsonText,
  toobject: parseJsonText,
  parse_json: parseJsonText,
  parsejson: parseJsonText,
  dynamic_to_json: toJson,
  gettype: getType,
}
