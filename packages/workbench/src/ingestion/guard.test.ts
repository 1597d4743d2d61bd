import { describe, expect, it } from 'vitest'

import { refusal } from './guard.ts'

describe('refusal', () => {
  it.each([
    [{ host: '127.0.0.1:4319' }],
    [{ host: 'localhost:4319' }],
    [{ host: '[::1]:4319' }],
    [{ host: '127.0.0.1' }],
    [{ host: 'localhost:4319', origin: 'http://localhost:4319' }],
    [{ host: 'localhost:4319', 'sec-fetch-site': 'same-origin' }],
  ])('lets %j in', (headers) => {
    expect(refusal(headers)).toBeUndefined()
  })

  it.each([
    [{}],
    [{ host: 'attacker.example:4319' }],
    [{ host: '127.0.0.1.attacker.example' }],
    [{ host: 'localhost:4319@attacker.example' }],
    [{ host: '0.0.0.0:4319' }],
    [{ host: 'localhost:4319', origin: 'https://attacker.example' }],
    [{ host: 'localhost:4319', origin: 'http://localhost:3000' }],
    [{ host: 'localhost:4319', origin: 'null' }],
    [{ host: 'localhost:4319', 'sec-fetch-site': 'cross-site' }],
  ])('refuses %j', (headers) => {
    expect(refusal(headers)).toMatch(/refused|must name this machine/)
  })
})
