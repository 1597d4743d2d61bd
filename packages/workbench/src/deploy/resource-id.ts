/** `Microsoft.Insights/scheduledQueryRules` of a resource's id; of an extension, the extension's type. */
export function resourceType(id: string): string {
  const [provider = '', ...rest] = lastProvider(id)
  return [provider, ...rest.filter((_, index) => index % 2 === 0)].join('/')
}

/** The name that a person knows it by: `kansoku-failure-ratio`, `LLMCalls`. */
export function resourceName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1)
}

/** Azure tells ids apart whatever their case. */
export const sameId = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function lastProvider(id: string): string[] {
  return id.slice(id.toLowerCase().lastIndexOf('/providers/') + '/providers/'.length).split('/')
}
