import { answersPerTurn } from '@kansoku/log-analytics'

import { HttpProblem } from '../ingestion/http-problem.ts'
import { readJsonBody } from '../ingestion/json-body.ts'
import type { Handler } from '../ingestion/server.ts'
import { withRange } from '../view/pack-range.ts'

const BODY_LIMIT = 65_536
const EXAMPLE = '{ "prompt": "search_decision", "labels": ["Yes", "No"] }'

/** `POST /api/answers-per-turn`: the text of the query that counts a prompt's answers, over the parameter `TimeRange`. */
export function contractRoute(): readonly [string, Handler] {
  return [
    'POST /api/answers-per-turn',
    async (request) => {
      const { prompt, labels } = await readJsonBody(request, BODY_LIMIT, EXAMPLE)
      if (typeof prompt !== 'string' || !isTexts(labels))
        throw new HttpProblem(400, `Send ${EXAMPLE} as JSON`)
      return { status: 200, body: { text: withRange(answersPerTurn({ prompt, labels }).text) } }
    },
  ]
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
