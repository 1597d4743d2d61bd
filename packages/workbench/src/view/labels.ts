/**
 * The labels of a contract in the order of its declaration, from the text that calls carry: `oneOf(Yes, No)`. The seen labels
 * stand in where the text tells none, or others.
 */
export function labelsOfContract(contract: string, seen: readonly string[]): readonly string[] {
  const [, list] = /^oneOf\((.*)\)$/s.exec(contract) ?? []
  const declared = list === undefined || list.endsWith('…') ? [] : list.split(', ')
  return seen.every((label) => declared.includes(label)) ? declared : seen.toSorted()
}
