import type { Outcome } from './outcome.tsx'

/** The same as `--ok`, `--invalid` and `--failed` of tokens.css; a canvas knows no CSS variables. */
export const outcomeColors: Readonly<Record<'light' | 'dark', Readonly<Record<Outcome, string>>>> =
  {
    light: { ok: '#6f9fc4', invalid: '#c98a12', failed: '#c8452f' },
    dark: { ok: '#5d8fb5', invalid: '#e0a52e', failed: '#ef6f56' },
  }
