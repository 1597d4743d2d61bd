import { describe, expect, it } from 'vitest'

import { parseConnectionString } from './connection-string.ts'

const KEY = '11111111-2222-3333-4444-55555555abcd'

describe('parseConnectionString', () => {
  it.each([undefined, '', '  '])('finds nothing to send to in %j', (text) => {
    expect(parseConnectionString(text)).toEqual({ kind: 'nothing-to-send-to' })
  })

  it('keeps the fields the exporter knows and drops empty parts, over which it would stumble', () => {
    expect(
      parseConnectionString(
        `InstrumentationKey=${KEY};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=https://live.example/;ApplicationId=app;`,
      ),
    ).toEqual({
      kind: 'destination',
      connectionString: `InstrumentationKey=${KEY};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=https://live.example/;ApplicationId=app`,
      instrumentationKey: KEY,
      ingestionEndpoint: 'https://westeurope-5.in.applicationinsights.azure.com',
      loopback: false,
    })
  })

  it('lower-cases a key that the exporter would refuse', () => {
    expect(parseConnectionString(`instrumentationkey=${KEY.toUpperCase()}`)).toEqual({
      kind: 'destination',
      connectionString: `InstrumentationKey=${KEY}`,
      instrumentationKey: KEY,
      ingestionEndpoint: 'https://dc.services.visualstudio.com',
      loopback: false,
    })
  })

  it('builds the endpoint from suffix and location like the exporter', () => {
    expect(
      parseConnectionString(`InstrumentationKey=${KEY};EndpointSuffix=example.cn;Location=east`),
    ).toMatchObject({ ingestionEndpoint: 'https://east.dc.example.cn' })
  })

  it.each([
    ['http://127.0.0.1:4319', 'http://127.0.0.1:4319'],
    ['http://127.8.9.10:1/', 'http://127.8.9.10:1'],
    ['http://127.1:80', 'http://127.0.0.1'],
    ['http://localhost:4319/', 'http://localhost:4319'],
    ['http://[::1]:4319', 'http://[::1]:4319'],
  ])('accepts plain http to this machine: %s', (given, endpoint) => {
    expect(parseConnectionString(`InstrumentationKey=${KEY};IngestionEndpoint=${given}`)).toEqual({
      kind: 'destination',
      connectionString: `InstrumentationKey=${KEY}`,
      instrumentationKey: KEY,
      ingestionEndpoint: endpoint,
      loopback: true,
    })
  })

  it.each([
    'http://collector.example:4318',
    'http://10.0.0.1',
    'http://0.0.0.0:4319',
    'http://127.0.0.1.example',
    'http://localhost.example',
  ])('refuses plain http to another host: %s', (given) => {
    expect(
      parseConnectionString(`InstrumentationKey=${KEY};IngestionEndpoint=${given}`),
    ).toMatchObject({
      kind: 'problem',
      code: 'insecure-endpoint',
      message: expect.stringMatching(new RegExp(`plain http to ${new URL(given).hostname}.*https`)),
    })
  })

  it.each([
    ['IngestionEndpoint=https://a.example', 'missing-key', 'no InstrumentationKey'],
    ['InstrumentationKey=', 'missing-key', 'no InstrumentationKey'],
    ['InstrumentationKey=not-a-uuid', 'malformed-key', 'not a UUID'],
    [KEY, 'malformed-field', 'part 1 is not "Name=value"'],
    [
      `"InstrumentationKey=${KEY};IngestionEndpoint=https://a.example/"`,
      'malformed-field',
      'quotation',
    ],
    [`'InstrumentationKey=${KEY}' `, 'malformed-field', 'Remove them'],
    [`InstrumentationKey=${KEY};a=b=c`, 'malformed-field', 'part 2'],
    [`InstrumentationKey=${KEY};IngestionEndpoint=localhost`, 'malformed-endpoint', 'not an http'],
    [`InstrumentationKey=${KEY};IngestionEndpoint=ftp://a.example`, 'malformed-endpoint', 'URL'],
  ])('says what is wrong with %j', (text, code, words) => {
    expect(parseConnectionString(text)).toMatchObject({
      kind: 'problem',
      code,
      message: expect.stringContaining(words),
    })
  })

  it('never repeats the key in a message', () => {
    const secret = 'f00dfeed-secret'
    const problems = [`InstrumentationKey=${secret}`, secret, `InstrumentationKey=${secret};x`].map(
      parseConnectionString,
    )
    expect(JSON.stringify(problems)).not.toContain(secret)
  })
})
