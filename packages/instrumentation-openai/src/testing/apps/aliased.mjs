// By another name than the package's, as Next.js (Turbopack) loads what is in `serverExternalPackages`.
const NAME = 'openai-f0ed28f090f94724'
const { OpenAI } = await import(NAME)

const client = new OpenAI({ apiKey: 'test', baseURL: process.env.BASE_URL })
await client.chat.completions.create({ model: 'aliased', messages: [] })
