import { anyOf, type Finder, type Found, matching, where } from './replace.ts'

/**
 * Keys and tokens that can be told by their form. Each pattern begins with fixed letters that do not occur inside of
 * what follows them without a new beginning, or is bounded, so that no text makes it read a stretch again and again.
 */
const TOKENS: readonly Finder[] = [
  where(/AIza/, matching(/(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/g)),
  // AWS access key ids.
  where(
    /A[KSBC][IC]A/,
    matching(/(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/g),
  ),
  // JSON web tokens: two parts of JSON in base64url, and a signature or none.
  where(/eyJ/, matching(/(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g)),
  // Azure: keys of AI services carry this mark; those of storage and Cosmos DB have 88 characters of base64, of Service
  // Bus 44. The digests of lock files have the same form.
  where(
    /JQQJ99/,
    matching(/(?<![A-Za-z0-9+/])[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}(?![A-Za-z0-9])/g),
  ),
  where(
    /=/,
    matching(
      /(?<![A-Za-z0-9+/]|sha(?:256|512)-)(?:[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)(?![A-Za-z0-9+/=])/g,
    ),
  ),
]

/** OpenAI, Anthropic, Stripe; GitHub, GitLab, npm, Hugging Face, Slack, SendGrid. */
const PREFIXED =
  /(?<![A-Za-z0-9])(?:[spr]k[-_]|gh[pousr]_|github_pat_|glpat-|npm_|hf_|xox[abeoprs]-|SG\.)[\w.-]{16,}/g

/** Words can follow such a prefix, too: `sk-learn-based-classification`, `npm_config_user_agent`. */
function isRandom(token: string): boolean {
  return /\d/.test(token) || /[A-Za-z]{24}/.test(token)
}

/** What follows a name that says that it is a secret. The name stays, for the reader. */
const NAMED: readonly Finder[] = [
  // HTTP: Authorization: Bearer …, Basic …
  where(
    /(?:bearer|basic)[ \t]/i,
    valueOf(/(?<![A-Za-z])(?:Bearer|Basic)[ \t]{1,4}(?<value>[\w.~+/=-]{12,})/gi),
  ),
  // Connection strings and SAS: AccountKey=…;SharedAccessKey=…;Password=…;sig=…
  where(
    /=/,
    valueOf(
      /(?<![A-Za-z])(?:AccountKey|SharedAccessKey|SharedAccessSignature|InstrumentationKey|Password|Pwd|sig|ClientSecret)=(?<value>[^;&\s"'<>]{6,})/gi,
    ),
  ),
  // Settings and headers: api-key: …, "client_secret": "…", aws_secret_access_key = …
  where(
    /key|secret|token|passw/i,
    valueOf(
      /(?<![A-Za-z])(?:api[-_ ]?key|x-functions-key|subscription-key|client[-_]?secret|secret[-_]?access[-_]?key|access[-_]?token|refresh[-_]?token|passw(?:or)?d)\\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?(?<value>[^\s"'\\,;&<>]{8,})/gi,
    ),
  ),
  // URLs: https://user:password@host
  where(/:\/\//, valueOf(/:\/\/[^\s/:@]{1,64}:(?<value>[^\s/@]{1,128})@/g)),
]

const BEGIN = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/g
const END = /-----END [A-Z ]{0,40}PRIVATE KEY-----/g

/** From its first line to its last; to the end of the text where the last is missing. */
const findPrivateKeys: Finder = function* (text) {
  BEGIN.lastIndex = 0
  for (let begin = BEGIN.exec(text); begin; begin = BEGIN.exec(text)) {
    END.lastIndex = BEGIN.lastIndex
    const end = END.exec(text) ? END.lastIndex : text.length
    yield [begin.index, end]
    BEGIN.lastIndex = end
  }
}

function valueOf(pattern: RegExp): Finder {
  return function* (text): Iterable<Found> {
    for (const { 0: match, groups, index } of text.matchAll(pattern)) {
      const { value = '' } = groups ?? {}
      const start = index + match.lastIndexOf(value)
      yield [start, start + value.length]
    }
  }
}

/** Keys, tokens, passwords and connection strings. */
export const findSecrets: Finder = anyOf([
  ...TOKENS,
  where(
    /k[-_]|gh[pousr]_|_pat_|glpat-|npm_|hf_|xox|SG\./,
    matching(PREFIXED, isRandom, 'passed over'),
  ),
  ...NAMED,
  findPrivateKeys,
])
