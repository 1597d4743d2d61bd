import { readRange, type RangeSearch } from '../../../src/view/range.ts'

/** What every page's address may carry: the range and the chosen prompt and version. */
export interface SharedSearch extends RangeSearch {
  readonly prompt?: string | undefined
  readonly version?: string | undefined
}

export function readShared(search: Readonly<Record<string, unknown>>): SharedSearch {
  return { ...readRange(search), ...texts(search, ['prompt', 'version']) }
}

/** The named members that are texts, and not empty. */
export function texts<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): { readonly [Key in Name]?: string } {
  const found = names.flatMap((name) => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : []
  })
  return Object.fromEntries(found) as { readonly [Key in Name]?: string }
}
