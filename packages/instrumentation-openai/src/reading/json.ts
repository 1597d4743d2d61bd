/** An object where the model wrote valid JSON, else its text: cut and invalid arguments are worth seeing. */
export function parsedJson(json: unknown): unknown {
  if (typeof json !== 'string') return json
  try {
    return JSON.parse(json) as unknown
  } catch {
    return json
  }
}
