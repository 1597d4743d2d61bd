/** Which of what comes is new: the same call comes again when rows beside it are committed. Keeps the last few thousand. */
export function newcomers(limit = 10_000): (key: string) => boolean {
  const seen = new Set<string>()
  return (key) => {
    if (seen.has(key)) return false
    seen.add(key)
    const [oldest] = seen
    if (seen.size > limit && oldest !== undefined) seen.delete(oldest)
    return true
  }
}
