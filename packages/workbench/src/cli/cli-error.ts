/** Ends the command with a message for the person who typed it. */
export class CliError extends Error {
  readonly exitCode: number

  /** Exit code 2 means that the query is wrong, 130 that somebody stopped it, 1 everything else. */
  constructor(message: string, exitCode: 1 | 2 | 130 = 1, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}
