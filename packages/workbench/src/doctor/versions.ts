/** What of openai is traced: 4.19 to 7 (instrumentation-openai's README). */
export function isTraced(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major === 4 ? minor >= 19 : major >= 5 && major <= 7
}
