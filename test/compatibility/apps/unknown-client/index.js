/** A client of the future, whose resources are somewhere else. */
exports.OpenAI = class OpenAI {
  agents = {}
}
