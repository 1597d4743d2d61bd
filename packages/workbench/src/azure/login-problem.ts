/** What to do where Azure's libraries found no login; undefined for another error. */
export function loginProblem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !/Credential|Authentication/u.test(error.name)) return undefined
  const [why] = error.message.split('\n', 1)
  return `There is no login for Azure: ${why}\nRun "az login" and try again.`
}
