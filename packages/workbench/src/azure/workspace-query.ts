import type { PackFunction } from '@kansoku/log-analytics'

/** A query as a workspace takes it, which may know none of the pack's functions. */
export interface WorkspaceQuery {
  readonly text: string
  /** Lines that stand before the query's own first one: places of errors are told without them. */
  readonly linesBefore: number
}

/** A name in a query, where it stands. */
export interface NamedAt {
  readonly name: string
  readonly start: number
}

/**
 * Brings the functions along that the query calls, and those that they call, so that nothing has to be
 * deployed before a first question.
 *
 * @param now what `now()` and `ago()` count from; a workspace has no setting for it, so both are called by
 * other names at `calls`, the places where the query calls them
 */
export function workspaceQuery(
  query: string,
  functions: readonly PackFunction[],
  now?: Date,
  calls: readonly NamedAt[] = [],
): WorkspaceQuery {
  const lets = called(query, functions).map(
    ({ name, parameters, body }) => `let ${name} = (${parameters}) {\n${body.trimEnd()}\n};\n`,
  )
  const clock = now === undefined ? '' : clockAt(now)
  const before = clock + lets.join('')
  return {
    text: before + (now === undefined ? query : renamed(query, calls)),
    linesBefore: before.split('\n').length - 1,
  }
}

/** Those that the text names, in an order in which each stands behind what it calls. */
function called(text: string, functions: readonly PackFunction[]): readonly PackFunction[] {
  const found = new Set<PackFunction>()
  const visit = (within: string, above: readonly PackFunction[]): void => {
    for (const each of functions) {
      if (found.has(each) || above.includes(each) || !names(within, each.name)) continue
      visit(each.body, [...above, each])
      found.add(each)
    }
  }
  visit(text, [])
  return [...found]
}

/** A name in a comment or a text brings a function along that nobody calls, which does no harm. */
const names = (text: string, name: string): boolean => new RegExp(`\\b${name}\\b`, 'u').test(text)

const CLOCK = 'kansoku_'

function clockAt(now: Date): string {
  const at = `datetime(${now.toISOString()})`
  return `let ${CLOCK}now = (offset: timespan = 0s) { ${at} + offset };
let ${CLOCK}ago = (span: timespan) { ${at} - span };
`
}

function renamed(query: string, calls: readonly NamedAt[]): string {
  const starts = calls
    .filter(({ name }) => name === 'now' || name === 'ago')
    .map(({ start }) => start)
  const cuts = [0, ...starts.toSorted((a, b) => a - b)]
  return cuts
    .map((cut, index) => (index === 0 ? '' : CLOCK) + query.slice(cut, cuts[index + 1]))
    .join('')
}
