import { expect, it } from 'vitest'

import { present } from './present.ts'

it('is all that is said, of a name the last, and never undefined over a value', () => {
  const request = { model: 'm', seed: 0, stop: undefined, stream: false, user: '' }
  expect(present(request, undefined, { model: undefined, seed: 7, tier: undefined })).toStrictEqual(
    { model: 'm', seed: 7, stream: false, user: '' },
  )
  expect(present()).toStrictEqual({})
})
