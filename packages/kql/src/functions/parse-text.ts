import type { Parse, ParseStep } from '../ast.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { patternOf } from './pattern.ts'
import { refuse, type Site } from './site.ts'

/** What a text gives to the captures, in their order; undefined where it does not match. */
export type Matcher = (text: string) => readonly unknown[] | undefined

type Capture = Extract<ParseStep, { kind: 'capture' }>

const whole: ReadonlySet<string> = new Set(['int', 'long'])

/** The captures' texts as values. All or nothing, but in relaxed mode, where only what does not convert is missing. */
export function matcherOf(plan: Parse, site: Site): Matcher {
  const captures = plan.steps.filter((step): step is Capture => step.kind === 'capture')
  const columns = captures.map(({ type }) => ({
    convert: conversion('string', type),
    nothing: nullOf(type),
  }))
  const split = plan.mode === 'regex' ? byPattern(plan, site) : byText(plan.steps, site)
  return (text) => {
    const pieces = split(text)
    if (pieces === undefined) return undefined
    const values = columns.map(({ convert, nothing }, index) => convert(pieces[index]) ?? nothing)
    const complete = values.every((value) => value !== null)
    return complete || plan.mode === 'relaxed' ? values : undefined
  }
}

type Split = (text: string) => readonly string[] | undefined

/** From the text's beginning; each capture reaches to the first place where the next text stands. */
function byText(steps: readonly ParseStep[], site: Site): Split {
  return (text) => {
    const pieces: string[] = []
    let at = 0
    for (const [index, step] of steps.entries()) {
      const next = steps[index + 1]
      if (step.kind === 'text') {
        if (!text.startsWith(step.text, at)) return undefined
        at += step.text.length
        continue
      }
      let end = text.length
      if (next?.kind === 'text') {
        end = text.indexOf(next.text, at)
        if (end < 0) return undefined
      } else if (next?.kind === 'skip') end = at + leading(text.slice(at), step, site)
      if (step.kind === 'capture') pieces.push(text.slice(at, end))
      at = end
    }
    return ended(at, text, site) ? pieces : undefined
  }
}

/** Before `*` a whole number takes its digits; what another type would take is not known to us. */
function leading(text: string, step: ParseStep, site: Site): number {
  if (step.kind === 'capture' && whole.has(step.type)) return /^-?\d*/u.exec(text)?.[0].length ?? 0
  throw refuse(site, 'unsupported', 'a capture before "*" that is no whole number, in "parse"')
}

/** Whether a match may leave an end of the text over is not known to us either. */
function ended(at: number, text: string, site: Site): boolean {
  if (at === text.length) return true
  throw refuse(
    site,
    'unsupported',
    '"parse" of a text that goes on behind the pattern (end the pattern with *)',
  )
}

/** Captures are greedy, `*` is not: so says the real engine. */
function byPattern({ steps, flags }: Parse, site: Site): Split {
  if (!/^[imsU]*$/u.test(flags)) throw refuse(site, 'unsupported', `parse flags=${flags}`)
  const texts = steps.flatMap((step) => (step.kind === 'text' ? [step.text] : []))
  const lazy = flags.includes('U')
  // `U` would turn these around as well, which JavaScript cannot.
  if (lazy && texts.some((text) => /[*+?{]/u.test(text)))
    throw refuse(site, 'unsupported', 'parse flags=U with a repetition in its texts')
  let captures = 0
  const source = steps.map((step) => {
    if (step.kind === 'text') return step.text
    if (step.kind === 'skip') return lazy ? '.*' : '.*?'
    return `(?P<${GROUP}${captures++}>${whole.has(step.type) ? String.raw`-?\d+` : lazy ? '.*?' : '.*'})`
  })
  const others = flags.replaceAll('U', '')
  const pattern = patternOf(site, `^${source.join('')}`, others)
  return (text) => {
    const match = pattern.exec(text)
    if (!match) return undefined
    if (steps.at(-1)?.kind === 'text' && !ended(match[0].length, text, site)) return undefined
    return Array.from({ length: captures }, (_, index) => match.groups?.[`${GROUP}${index}`] ?? '')
  }
}

/** Texts may have groups of their own, with names of their own. */
const GROUP = 'capture_of_parse_'
