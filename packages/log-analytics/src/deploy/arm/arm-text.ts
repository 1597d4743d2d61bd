/**
 * A text as a template holds it. What stands in brackets would be an expression, and gets a bracket more; a bracket at the
 * begin alone is a bracket (Azure/bicep, baseline `Variables_LF/main.sourcemap.bicep`).
 */
export const armText = (text: string): string =>
  text.startsWith('[') && text.endsWith(']') ? `[${text}` : text
