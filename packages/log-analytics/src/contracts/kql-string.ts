import { wellFormed } from '../well-formed.ts'

/**
 * A text as a KQL string literal. Braces are escaped too: a workbook would take `{Prompt}` for its parameter, also
 * within a string; and so are dollars and double brackets, which Grafana would: `$Prompt`, `[[Prompt]]`.
 */
export function kqlString(text: string): string {
  return JSON.stringify(wellFormed(text)).replaceAll(
    /[{}$]|\[(?=\[)|[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Texts as they stand in `in (…)`. */
export const kqlStrings = (texts: readonly string[]): string => texts.map(kqlString).join(', ')
