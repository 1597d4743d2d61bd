const WIDTH = 30

export interface ProgressBar {
  readonly update: (done: number) => void
  readonly end: () => void
}

/** One line that fills up on a terminal; a line every fifth of the way elsewhere. */
export function createProgressBar(
  out: NodeJS.WriteStream,
  total: number,
  label: string,
): ProgressBar {
  if (!out.isTTY) {
    let fifths = 0
    return {
      update: (done) => {
        const now = Math.floor((5 * done) / total)
        if (now > fifths) out.write(`  ${done} of ${total} ${label}\n`)
        fifths = now
      },
      end: () => {},
    }
  }
  // A line that breaks cannot be written over.
  const room = out.columns - `   ${total} of ${total} ${label} `.length
  const width = Math.max(0, Math.min(WIDTH, room))
  return {
    update: (done) => {
      const filled = Math.round((width * done) / total)
      const bar = '█'.repeat(filled) + '░'.repeat(width - filled)
      out.write(`\r  ${bar} ${done} of ${total} ${label}`)
    },
    end: () => out.write('\n'),
  }
}
