const SAID = Symbol.for('kansoku.azure-monitor.notices')

/**
 * One line on stderr for the person who started the process, said once however often it is asked for and
 * however many copies of this package are loaded. `diag` would not do: it has no listener by default.
 */
export function notice(text: string): void {
  const shared = globalThis as { [SAID]?: Set<string> }
  const said = (shared[SAID] ??= new Set())
  if (said.has(text)) return
  said.add(text)
  process.stderr.write(`kansoku: ${text}\n`)
}
