import { keyFacts } from './key-facts.ts'

/**
 * The attributes of a row in the order of its JSON: the vocabulary, what the mapping added, what the app added, content.
 * What the app measured itself is among what the mapping added.
 */
export function inRowOrder<Value>(
  attributes: Readonly<Record<string, Value>>,
  added: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const row: Record<string, Value> = {}
  const others: string[] = []
  const content: string[] = []
  for (const key of Object.keys(attributes)) {
    const { place } = keyFacts(key)
    if (place === 'vocabulary') row[key] = attributes[key] as Value
    else if (place === 'others') others.push(key)
    else if (place === 'content') content.push(key)
  }
  Object.assign(row, added)
  for (const key of others) row[key] = attributes[key] as Value
  for (const key of content) row[key] = attributes[key] as Value
  return row
}
