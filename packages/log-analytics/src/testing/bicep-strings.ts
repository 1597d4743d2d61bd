/** The value of a string literal of Bicep, read by the rules of its language, with `${` refused where it is not escaped. */
export function readBicepString(literal: string): string {
  if (literal.startsWith("'''")) {
    const inner = literal.slice(3, -3)
    if (inner.includes("'''")) throw new Error('a verbatim string ends too early')
    return inner.replace(/^\n/, '')
  }
  const inner = literal.slice(1, -1)
  const read = inner.replaceAll(
    /\\u\{([0-9a-f]+)\}|\\([\\'nrt$])|([^])/g,
    (_, code?: string, escape?: string, plain?: string) => {
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
      if (escape !== undefined) return { n: '\n', r: '\r', t: '\t' }[escape] ?? escape
      if (plain === "'" || plain === '\n' || plain === '\\') throw new Error(`stray ${plain}`)
      return plain ?? ''
    },
  )
  if (/(?<!\\)\$\{/.test(inner.replaceAll('\\\\', ''))) throw new Error('an expression begins')
  return read
}

/** Literals of a Bicep file in their order, of which those without an expression are read. */
export function bicepStrings(file: string): readonly string[] {
  const literals = file.match(/'''[^]*?'''|'(?:[^'\\\n]|\\.)*'/g) ?? []
  return literals.filter((each) => !/^'(?!'')[^]*(?<!\\)\$\{/.test(each)).map(readBicepString)
}
