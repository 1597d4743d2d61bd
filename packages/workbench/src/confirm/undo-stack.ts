/** A decision on a file: what it was before, and the version that the decision made of it. */
interface Undo {
  readonly before: string
  readonly after: string
}

/** Decisions that can be taken back, the last first, as long as nobody else has changed the file. */
export interface UndoStack {
  readonly push: (file: string, undo: Undo) => void
  /** What the file was before the decision that made this version of it. */
  readonly peek: (file: string, version: string) => string | undefined
  readonly pop: (file: string) => void
}

/** Whole files are kept, so not for ever. */
const MOST = 20

export function undoStack(): UndoStack {
  const stacks = new Map<string, readonly Undo[]>()
  const of = (file: string): readonly Undo[] => stacks.get(file) ?? []
  return {
    push: (file, undo) => void stacks.set(file, [...of(file), undo].slice(-MOST)),
    peek(file, version) {
      const last = of(file).at(-1)
      return last?.after === version ? last.before : undefined
    },
    pop: (file) => void stacks.set(file, of(file).slice(0, -1)),
  }
}
