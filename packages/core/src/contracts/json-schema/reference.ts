/** The schema that a `$ref` within the same document names: `#`, `#/$defs/step`. `undefined` for any other. */
export function resolved(reference: unknown, root: unknown): unknown {
  if (reference === '#') return root
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined
  let at = root
  for (const part of reference.slice(2).split('/')) {
    const key = unescaped(part)
    if (typeof at !== 'object' || at === null || key === undefined || !Object.hasOwn(at, key))
      return undefined
    at = (at as Readonly<Record<string, unknown>>)[key]
  }
  return at
}

/** RFC 6901, behind the escapes of a URL. */
function unescaped(part: string): string | undefined {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return undefined
  }
}
