// Draws what a command printed, as an SVG for the docs: node tools/picture.mjs < output.txt > docs/pictures/x.svg
// Colours (SGR 30-37, 90-97, bold, dim) are kept, everything else that a terminal understands is dropped.
import { text } from 'node:stream/consumers'

const COLOURS = [
  '#6b7280',
  '#f87171',
  '#4ade80',
  '#fbbf24',
  '#60a5fa',
  '#c084fc',
  '#22d3ee',
  '#e5e7eb',
]
const WIDTH = 8.43
const HEIGHT = 19
const PADDING = 20
const ESCAPE = String.fromCodePoint(27)

const escapeXml = (value) =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** One line as runs of text with the look that the escapes before them ask for. */
function runs(line) {
  let look = ''
  return line.split(ESCAPE + '[').flatMap((part, index) => {
    const [, codes = '', body = part] = index === 0 ? [] : (/^([\d;]*)m([\s\S]*)$/.exec(part) ?? [])
    if (index > 0) for (const code of codes.split(';').map(Number)) look = after(look, code)
    return body === '' ? [] : [{ look, body }]
  })
}

function after(look, code) {
  if (code === 0) return ''
  if (code === 1) return `${look} font-weight="bold"`
  if (code === 2) return `${look} opacity="0.6"`
  const colour = COLOURS[code >= 90 ? code - 90 : code - 30]
  return code === 39 ? '' : colour ? `${look.replace(/ fill="[^"]*"/, '')} fill="${colour}"` : look
}

const lines = (await text(process.stdin)).trimEnd().split('\n')
const columns = Math.max(
  ...lines.map((line) => runs(line).reduce((sum, run) => sum + run.body.length, 0)),
)
const width = Math.ceil(columns * WIDTH + 2 * PADDING)
const height = lines.length * HEIGHT + 2 * PADDING

const drawn = lines.map((line, row) => {
  const spans = runs(line).map(({ look, body }) => `<tspan${look}>${escapeXml(body)}</tspan>`)
  return `<text x="${PADDING}" y="${PADDING + row * HEIGHT + 14}" xml:space="preserve">${spans.join('')}</text>`
})
console.log(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="#111827"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e5e7eb">
${drawn.join('\n')}
</g>
</svg>`)
