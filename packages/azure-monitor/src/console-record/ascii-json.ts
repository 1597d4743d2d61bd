/**
 * One line of JSON in ASCII: hosts read stdout in the encoding that they have, and cut lines between bytes. The bytes of
 * the line are its length.
 */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
