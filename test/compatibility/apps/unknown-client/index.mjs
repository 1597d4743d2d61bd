/** A client of the future, whose resources are somewhere else. */
export class OpenAI {
  agents = {}
}
