import { lazyForms } from './evaluate/lazy.ts'
import { addressFunctions } from './functions/addresses.ts'
import { aggregateFunctions } from './functions/aggregates.ts'
import { arithmeticFunctions } from './functions/arithmetic.ts'
import { arrayFunctions } from './functions/arrays.ts'
import { bagPathFunctions } from './functions/bag-paths.ts'
import { bagFunctions } from './functions/bags.ts'
import { comparisonFunctions } from './functions/comparison.ts'
import { conversionFunctions } from './functions/conversions.ts'
import { encodingFunctions } from './functions/encoding.ts'
import { mathFunctions } from './functions/math.ts'
import { scalarFunctions } from './functions/scalar.ts'
import { searchFunctions } from './functions/search.ts'
import { seriesArithmeticFunctions } from './functions/series-arithmetic.ts'
import { seriesModelFunctions } from './functions/series-models.ts'
import { seriesOutlierFunctions } from './functions/series-outliers.ts'
import { seriesFunctions } from './functions/series.ts'
import { sketchFunctions } from './functions/sketches.ts'
import { specialFunctions } from './functions/special.ts'
import { textFormFunctions } from './functions/text-forms.ts'
import { textPlaceFunctions } from './functions/text-places.ts'
import { textFunctions } from './functions/text.ts'
import { timeFormatFunctions } from './functions/time-format.ts'
import { timeZoneFunctions } from './functions/time-zone.ts'
import { timeFunctions } from './functions/time.ts'
import { urlFunctions } from './functions/urls.ts'

/** Functions that the lowering or the window operator answers, not a table of functions. */
const rowFunctions = [
  'row_number',
  'prev',
  'next',
  'row_cumsum',
  'row_rank_dense',
  'row_rank_min',
  'row_window_session',
  'column_ifexists',
  'columnifexists',
  'pack_all',
  'bag_pack_columns',
  'materialize',
  'table',
  'toscalar',
] as const

/** Text operators have symbols of their own; of the rest, some names are internal or known only to be refused. */
const hidden: ReadonlySet<string> = new Set([
  'and',
  'or',
  'between',
  'in',
  'negate',
  'pack_present',
  'rand',
])
const isShown = (name: string): boolean =>
  /^[a-z]\w*$/u.test(name) &&
  !hidden.has(name) &&
  !/^(?:has|hasprefix|hassuffix|contains|startswith|endswith)$|_cs$/u.test(name)

const names = (...tables: readonly Readonly<Record<string, unknown>>[]): readonly string[] =>
  tables.flatMap(Object.keys).filter(isShown)

/** What is evaluated, in the groups in which the README shows it. */
export const evaluatedFunctions: Readonly<Record<string, readonly string[]>> = {
  Conditions: names(lazyForms, comparisonFunctions),
  Conversions: names(conversionFunctions),
  Numbers: names(arithmeticFunctions, mathFunctions, specialFunctions),
  Text: names(textFunctions, textFormFunctions, textPlaceFunctions, searchFunctions),
  'Encodings, hashes': names(encodingFunctions),
  'URLs, CSV, addresses': names(urlFunctions, addressFunctions),
  Time: names(timeFunctions, timeFormatFunctions, timeZoneFunctions),
  'Arrays, bags': names(bagFunctions, bagPathFunctions, arrayFunctions),
  Series: names(
    seriesFunctions,
    seriesArithmeticFunctions,
    seriesModelFunctions,
    seriesOutlierFunctions,
  ),
  Sketches: names(sketchFunctions),
  'Rows, tables': rowFunctions,
}

export const evaluatedOperators = [
  'as',
  'count',
  'datatable',
  'distinct',
  'evaluate',
  'extend',
  'filter',
  'find',
  'getschema',
  'invoke',
  'join',
  'let',
  'limit',
  'lookup',
  'make-series',
  'mv-apply',
  'mv-expand',
  'order',
  'parse',
  'parse-kv',
  'parse-where',
  'partition',
  'print',
  'project',
  'project-away',
  'project-by-names',
  'project-keep',
  'project-rename',
  'project-reorder',
  'range',
  'render',
  'sample',
  'sample-distinct',
  'scan',
  'search',
  'serialize',
  'set',
  'sort',
  'summarize',
  'take',
  'top',
  'top-hitters',
  'top-nested',
  'union',
  'where',
] as const

/** `evaluate …`. */
export const evaluatedPlugins = ['bag_unpack', 'dcount_intersect', 'narrow', 'pivot'] as const

/** Under the names that a query uses: several columns are several aggregates. */
export const evaluatedAggregates: readonly string[] = [
  ...Object.keys(aggregateFunctions),
  'argmax',
  'argmin',
  'percentiles',
  'percentilesw',
  'covarianceif',
  'covariancepif',
]

export type Coverage = 'operator' | 'function' | 'aggregate'

const evaluated: Readonly<Record<Coverage, ReadonlySet<string>>> = {
  operator: new Set(evaluatedOperators),
  function: new Set([
    ...Object.values(evaluatedFunctions).flat(),
    ...Object.keys(scalarFunctions).filter((name) => !hidden.has(name)),
    ...evaluatedPlugins,
  ]),
  aggregate: new Set(evaluatedAggregates),
}

/** Whether this engine answers what Microsoft's language has under a name. */
export const isEvaluated = (kind: Coverage, name: string): boolean => evaluated[kind].has(name)
