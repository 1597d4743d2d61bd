import type { KqlType } from '../types.ts'
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
  // A string inside a dynamic is parsed once more: the columns of many tables hold JSON as text.
  if (type === 'dynamic')
    return (value) => (typeof value === 'string' ? parseDynamic(value) : value)
  return conversion(type, 'dynamic')
}

const getType: Make = (site) => {
  const [type = 'dynamic'] = site.types
  return type === 'dynamic' ? dynamicType : () => type
}

const noDecimal: Make = (site) => {
  throw refuse(site, 'unsupported', 'the type decimal')
}

export const conversionFunctions: FunctionTable = {
  toint: to('int'),
  tolong: to('long'),
  toreal: to('real'),
  todouble: to('real'),
  tostring: to('string'),
  tobool: to('bool'),
  toboolean: to('bool'),
  todatetime: to('datetime'),
  totimespan: to('timespan'),
  totime: to('timespan'),
  toguid: to('guid'),
  todecimal: noDecimal,
  todynamic: parseJsonText,
  toobject: parseJsonText,
  parse_json: parseJsonText,
  parsejson: parseJsonText,
  gettype: getType,
}
