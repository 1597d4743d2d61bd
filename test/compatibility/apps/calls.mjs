/** What all applications here do: a plain call, a streamed one, and one that the server refuses. */
export async function call(OpenAI, prepare = (client) => client) {
  const client = prepare(
    new OpenAI({ baseURL: process.env.BASE_URL, apiKey: 'none', maxRetries: 0 }),
  )
  const request = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Is it new?' }] }
  const { completions } = client.chat
  await completions.create(request)
  for await (const chunk of await completions.create({ ...request, stream: true })) void chunk
  await completions.create(request).catch(({ status }) => {
    if (status !== 429) throw new Error('the server did not answer as it was told')
  })
}
