import { describe, expect, it } from 'vitest'

import type { ContentPlace } from '../content-policy.ts'
import { redactors } from './redactors.ts'

const PLACE: ContentPlace = {
  attribute: 'gen_ai.input.messages',
  path: 'gen_ai.input.messages[0].parts[0].content',
  direction: 'input',
}
type Name = keyof typeof redactors
const redacted = (name: Name, text: string): string | undefined => redactors[name](text, PLACE)

describe('the ready redactors find', () => {
  it.each<[Name, string, string]>([
    ['email', 'alice@example.com', '[email]'],
    ['email', '連絡先はalice.b+tag@mail.example.co.jpです。', '連絡先は[email]です。'],
    ['email', 'ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｃｏｍへ', '[email]へ'],
    ['email', '<alice@example.com>, bob@example.org.', '<[email]>, [email].'],
    ['email', "mailto:o'brien@example.ie?subject=x", 'mailto:[email]?subject=x'],
    ['email', 'x@xn--eckwd4c7c.xn--zckzah', '[email]'],
    ['email', 'taro..yama.@docomo.ne.jp', '[email]'],
    ['phone', '090-1234-5678', '[phone]'],
    ['phone', '電話は０９０−１２３４−５６７８まで', '電話は[phone]まで'],
    ['phone', '08012345678', '[phone]'],
    ['phone', 'TEL 03-1234-5678 / FAX 045-123-4567', 'TEL [phone] / FAX [phone]'],
    ['phone', '(03) 1234-5678', '[phone]'],
    ['phone', '03(1234)5678', '[phone]'],
    ['phone', '0120-123-456', '[phone]'],
    ['phone', '0800-123-4567', '[phone]'],
    ['phone', '+81 90-1234-5678', '[phone]'],
    ['phone', '+81(0)3-1234-5678', '[phone]'],
    ['phone', '+819012345678', '[phone]'],
    ['phone', '+1 (415) 555-0132', '[phone]'],
    ['phone', '+44 20 7946 0958', '[phone]'],
    ['phone', '+49 30 901820', '[phone]'],
    ['phone', '+81 90-1234-5678 2026-11-24', '[phone] 2026-11-24'],
    ['phone', '+81 90-1234-5678, +81-3-1234-5678', '[phone], [phone]'],
    ['phone', '0120 03-1234-5678', '0120 [phone]'],
    ['card', '4111 1111 1111 1112 4111 1111 1111 1111', '4111 1111 1111 1112 [card]'],
    ['myNumber', '123456789012 123456789018', '123456789012 [my number]'],
    [
      'phone',
      'Call (415) 555-0132, 415-555-0132 or 1-415-555-0132.',
      'Call [phone], [phone] or [phone].',
    ],
    ['phone', 'TEL03-1234-5678FAX03-8765-4321', 'TEL[phone]FAX[phone]'],
    ['phone', 'Tel.03-1234-5678、携帯:090 1234 5678。', 'Tel.[phone]、携帯:[phone]。'],
    ['phone', '市外局番（０３）１２３４－５６７８', '市外局番[phone]'],
    ['card', '4111 1111 1111 1111', '[card]'],
    ['card', 'No.4111111111111111.', 'No.[card].'],
    ['myNumber', 'No.123456789018,', 'No.[my number],'],
    ['card', '5555555555554444', '[card]'],
    ['card', '3782-822463-10005', '[card]'],
    ['card', '3530111333300000', '[card]'],
    ['card', '３０５６ ９３０９ ０２５９ ０４', '[card]'],
    ['card', 'カード番号4111-1111-1111-1111です', 'カード番号[card]です'],
    ['myNumber', '123456789018', '[my number]'],
    ['myNumber', '個人番号 1234-5678-9018。', '個人番号 [my number]。'],
    ['myNumber', '１２３４ ５６７８ ９０１８', '[my number]'],
    ['secret', 'sk-proj-abcdefghij1234567890ABCDEFGHIJ', '[secret]'],
    ['secret', 'OPENAI_API_KEY=sk-abcdefghijklmnopqrstuvwx', 'OPENAI_API_KEY=[secret]'],
    ['secret', 'Authorization: Bearer abcdef.123456-XYZ', 'Authorization: Bearer [secret]'],
    ['secret', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl.', 'token [secret].'],
    ['secret', 'AKIAIOSFODNN7EXAMPLE', '[secret]'],
    ['secret', 'ghp_0123456789abcdefghijABCDEFGHIJ012345', '[secret]'],
    ['secret', 'github_pat_11ABCDEFG0123456789_abcdefghijklmnop', '[secret]'],
    [
      'secret',
      'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0c2VjcmV0==;x=1',
      'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=[secret];x=1',
    ],
    [
      'secret',
      'Endpoint=sb://a/;SharedAccessKeyName=n;SharedAccessKey=c2VjcmV0c2VjcmV0=',
      'Endpoint=sb://a/;SharedAccessKeyName=n;SharedAccessKey=[secret]',
    ],
    [
      'secret',
      'https://a.blob.core.windows.net/c/x.png?sv=2024&sig=abc%2Bdef%3D&se=1',
      'https://a.blob.core.windows.net/c/x.png?sv=2024&sig=[secret]&se=1',
    ],
    ['secret', '{"api_key": "0123456789abcdef0123456789abcdef"}', '{"api_key": "[secret]"}'],
    ['secret', 'api-key: 0123456789abcdef0123456789abcdef', 'api-key: [secret]'],
    ['secret', 'postgres://app:hunter22@db:5432/x', 'postgres://app:[secret]@db:5432/x'],
    ['secret', `${'a1'.repeat(26)}JQQJ99${'B2'.repeat(13)}`, '[secret]'],
    [
      'secret',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- rest',
      '[secret] rest',
    ],
    ['secret', 'key: -----BEGIN PRIVATE KEY-----\nMIIE', 'key: [secret]'],
    [
      'all',
      'alice@example.com, 090-1234-5678, 4111111111111111, 123456789018, sk-abcdefghijklmnopqrstuvwx',
      '[email], [phone], [card], [my number], [secret]',
    ],
  ])('%s in %j', (name, text, expected) => {
    expect(redacted(name, text)).toBe(expected)
  })
})

describe('the ready redactors leave alone', () => {
  it.each([
    'Order 1234567890, order no. 0012345678, #4021-3345-12',
    '2026-11-24T10:15:30.123+09:00, 2026/11/24 10:15, 20261124, 1764000000, 1764000000000, 202611242304',
    'v10.0.26100.2314, 1.2.3-beta.4, node 24.1.0, IPv4 192.168.10.254, ::1',
    '¥1,234,567, $1,000.00, 12,345,678円, 0.4111111111111111, +10000000, 3.14159265358979',
    'foo@1.2.3, @kansoku/core, user@localhost, a @ b, git clone me@host:path',
    '郵便番号 150-0002, 〒１５０−０００２, 第1234号, 0120番台, 令和6年11月24日',
    'chatcmpl-9a8b7c6d5e4f, call_0123456789abcdef, 550e8400-e29b-41d4-a716-446655440000, sk-learn, task-1234',
    'ISBN 978-4-06-521953-1, 5555 5555 5555 4445, 123456789012, 1234 5678 9012 3456 7890',
    'the password is long; Basic usage; Bearer of news; api key: none',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'sk-learn-based-classification, npm_config_user_agent_string, task-sk-tests-are-here-as-well',
    `integrity sha512-${'aB3/'.repeat(21)}aB==`,
    'ratio 16:9, tel: none, 100-200-300, 555-0132, 12-34-56',
  ])('%j', (text) => {
    expect(redacted('all', text)).toBe(text)
  })
})
