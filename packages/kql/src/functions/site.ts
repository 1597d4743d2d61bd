import type { Place } from '../ast.ts'
import { KqlError } from '../error.ts'
import type { KqlType } from '../types.ts'
import { conversion, nullOf } from '../values/convert.ts'

/** Where a function is called: what is known before the first row. */
export interface Site {
  readonly name: string
  readonly types: readonly KqlType[]
  readonly type: KqlType
  /** The values of constant arguments. */
  readonly constants: readonly ({ readonly value: unknown } | undefined)[]
  readonly now: bigint
  readonly at: Place
}

export type Run = (...args: unknown[]) => unknown

/** Builds the function for one call site: types are looked at once, values per row. */
export type Make = (site: Site) => Run
export type FunctionTable = Readonly<Record<string, Make>>

export function refuse(
  site: Site,
  code: 'runtime' | 'unsupported' | 'semantic',
  message: string,
): KqlError {
  const { line, column, function: inside } = site.at
  const where = `line ${line}, column ${column}${inside === undefined ? '' : ` (in function ${inside})`}`
  return new KqlError(code, `${message}, ${where}`, site.at)
}

type Wanted = KqlType | 'any'

/**
 * A function whose arguments take the wanted types (the last one repeats) and that gives null when an argument is
 * null. `any` takes the argument as it is, null included.
 */
export function strict(wanted: readonly Wanted[], run: (...args: never[]) => unknown): Make {
  return (site) => {
    const nothing = nullOf(site.type)
    const body = run as Run
    const steps = site.types.map((type, index) => {
      const want = wanted[Math.min(index, wanted.length - 1)] ?? 'any'
      if (want === 'any') return undefined
      return { convert: want === type ? undefined : conversion(type, want) }
    })
    return (...args) => {
      for (let index = 0; index < args.length; index++) {
        const step = steps[index]
        if (!step) continue
        if (step.convert) args[index] = step.convert(args[index])
        if (args[index] === null || args[index] === undefined) return nothing
      }
      return body(...args) ?? nothing
    }
  }
}

/** The constant value of an argument, or a refusal: some arguments must be known before the first row. */
export function constantOf(site: Site, index: number, what: string): unknown {
  const constant = site.constants[index]
  if (!constant)
    throw refuse(site, 'unsupported', `${site.name}() with ${what} that differs from row to row`)
  return constant.value
}
