/** Text of one answer that is kept at most, in UTF-16 units; a stream without end must not fill the memory. */
export const MAX_TEXT = 1_000_000

/** Takes as much of a piece as there is room for. */
export function take(stream: { room: number }, piece: string): string {
  const taken = piece.length > stream.room ? piece.slice(0, stream.room) : piece
  stream.room -= taken.length
  return taken
}
