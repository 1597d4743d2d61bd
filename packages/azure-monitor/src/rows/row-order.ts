import { ATTR_CUSTOM_MEASUREMENTS, isContent, VOCABULARY } from './tables.ts'

/**
 * The attributes of a row in the order of its JSON: the vocabulary, what the mapping added, what the app added, content.
 * What the app measured itself is among what the mapping added.
 */
export function inRowOrder<Value>(
  attributes: Readonly<Record<string, Value>>,
  added: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const vocabulary: Record<string, Value> = {}
  const others: Record<string, Value> = {}
  const content: Record<string, Value> = {}
  for (const [key, value] of Object.entries(attributes)) {
    if (isContent(key)) content[key] = value
    else if (VOCABULARY.some((prefix) => key.startsWith(prefix))) vocabulary[key] = value
    else if (key !== ATTR_CUSTOM_MEASUREMENTS) others[key] = value
  }
  return { ...vocabulary, ...added, ...others, ...content }
}
