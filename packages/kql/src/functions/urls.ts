import { bagOf, type Dynamic } from '../values/dynamic.ts'
import { type FunctionTable, type Make, refuse, type Site, strict } from './site.ts'

const urlText =
  /^(?<scheme>[a-z][a-z\d+.-]*):\/\/(?:(?<username>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?(?<host>\[[^\]]*\]|[^:/?#]*)(?::(?<port>\d*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/isu

/** Whether Kusto decodes `%20` and `+` here is not documented. */
function queryOf(site: Site, query: string): Dynamic {
  if (/[%+]/u.test(query))
    throw refuse(site, 'unsupported', `${site.name}() of parameters that are encoded`)
  const pairs = query.split('&').filter((pair) => pair !== '')
  return bagOf(
    pairs.map((pair): [string, Dynamic] => {
      const at = pair.indexOf('=')
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

const parseUrl: Make = (site) =>
  strict(['string'], (text: string) => {
    const part = urlText.exec(text)?.groups
    if (!part) throw refuse(site, 'unsupported', `${site.name}() of what is no absolute URL`)
    return bagOf([
      ['Scheme', part['scheme'] ?? ''],
      ['Host', part['host'] ?? ''],
      ['Port', part['port'] ?? ''],
      ['Path', part['path'] ?? ''],
      ['Username', part['username'] ?? ''],
      ['Password', part['password'] ?? ''],
      ['Query Parameters', queryOf(site, part['query'] ?? '')],
      ['Fragment', part['fragment'] ?? ''],
    ])
  })(site)

const parseQuery: Make = (site) =>
  strict(['string'], (text: string) =>
    bagOf([['Query Parameters', queryOf(site, text.replace(/^\?/u, ''))]]),
  )(site)

/** The first record of a text in RFC 4180's form; undefined for what has another form. */
function firstRecord(text: string): string[] | undefined {
  const fields: string[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/uy
  for (let end = ','; end === ',';) {
    const found = field.exec(text)
    if (!found) return undefined
    const [, quoted, plain = '', next = ''] = found
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    end = next
  }
  return fields
}

const parseCsv: Make = (site) =>
  strict(['string'], (text: string) => {
    const fields = firstRecord(text)
    if (fields) return fields
    throw refuse(site, 'unsupported', `${site.name}() of quotes that do not enclose a field`)
  })(site)

export const urlFunctions: FunctionTable = {
  parse_url: parseUrl,
  parseurl: parseUrl,
  parse_urlquery: parseQuery,
  parseurlquery: parseQuery,
  parse_csv: parseCsv,
}
