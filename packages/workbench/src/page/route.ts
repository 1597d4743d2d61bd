import { HttpProblem } from '../ingestion/http-problem.ts'
import type { Handler } from '../ingestion/server.ts'
import { findPageFile } from './files.ts'
import { securityHeaders } from './security-headers.ts'

/** The page's own addresses: the document is the same for all, its router tells them apart. */
const DOCUMENT =
  /^\/(?:(?:prompts|calls|conversations|query|alerts|evaluations|diagnostics)(?:\/[^/]*){0,2})?$/

/** The build puts a hash of its content into the name of an asset. */
const IMMUTABLE = 'public, max-age=31536000, immutable'

const NOT_BUILT =
  'The page is not built. In a checkout of Kansoku, run: npx --yes pnpm@12 build (queries and ingestion work without it)'

/** `GET *`: the page and its files. */
export function pageRoute(): readonly [string, Handler] {
  return [
    'GET *',
    async (request) => {
      const [path = '/'] = (request.url ?? '/').split('?')
      const isDocument = DOCUMENT.test(path)
      const file = await findPageFile(isDocument ? '/index.html' : path)
      if (file === undefined) {
        if (isDocument) throw new HttpProblem(503, NOT_BUILT)
        throw new HttpProblem(404, `Nothing answers at ${path}; the page is at /`)
      }
      const { bytes, contentType } = file
      return {
        status: 200,
        bytes,
        headers: {
          ...securityHeaders,
          'content-type': contentType,
          'cache-control': path.startsWith('/assets/') ? IMMUTABLE : 'no-cache',
        },
      }
    },
  ]
}
