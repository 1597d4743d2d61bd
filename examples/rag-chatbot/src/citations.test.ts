import { expect, it } from 'vitest'

import { handbook } from '../data/handbook.ts'
import { citationsIn } from './citations.ts'

const documents = handbook.filter(({ id }) => id === 'leave-en' || id === 'rooms-en')

it('finds the documents that an answer names, and the ones that it was not given', () => {
  const text = 'Twenty days [leave-en]. Rooms are booked [rooms-en]; [leave-en] [visa-en] [1] [x].'
  const { cited, unknown } = citationsIn(text, documents)
  expect(cited.map(({ id }) => id)).toEqual(['leave-en', 'rooms-en'])
  expect(unknown).toEqual(['visa-en'])
  expect(citationsIn('Nothing.', documents)).toEqual({ cited: [], unknown: [] })
})
