import type { PackFunction } from '../pack.ts'

const ARGUMENTS: Readonly<Record<string, string>> = { datetime: 'now()', string: '""' }

/** A call of a function with arguments of the right types, over nothing. */
export function calledFunction({
  name,
  parameters,
}: Pick<PackFunction, 'name' | 'parameters'>): string {
  const types = parameters === '' ? [] : parameters.split(',').map((each) => each.split(':')[1])
  return `${name}(${types.map((type) => ARGUMENTS[type?.trim() ?? '']).join(', ')}) | take 0`
}
