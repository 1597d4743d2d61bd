import { styleText } from 'node:util'

/**
 * What the environment of a child should say when its output goes through our pipe and ends up on our own:
 * the width, and whether colours are shown (`NO_COLOR` and `FORCE_COLOR` have been heeded by then).
 */
export function lookOf(out: NodeJS.WriteStream): NodeJS.ProcessEnv {
  return {
    ...(out.isTTY && { COLUMNS: String(out.columns) }),
    ...(showsColor(out) && { FORCE_COLOR: '1', NO_COLOR: undefined }),
  }
}

function showsColor(out: NodeJS.WriteStream): boolean {
  return styleText('red', 'x', { stream: out }) !== 'x'
}
