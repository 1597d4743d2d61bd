import { arithmeticFunctions } from './arithmetic.ts'
import { arrayFunctions } from './arrays.ts'
import { bagFunctions } from './bags.ts'
import { comparisonFunctions } from './comparison.ts'
import { conversionFunctions } from './conversions.ts'
import { mathFunctions } from './math.ts'
import { searchFunctions } from './search.ts'
import { seriesFunctions } from './series.ts'
import type { FunctionTable } from './site.ts'
import { textFunctions } from './text.ts'
import { timeFormatFunctions } from './time-format.ts'
import { timeFunctions } from './time.ts'

/** Every scalar function and operator that is evaluated, by its KQL name. Lazy ones are in `evaluate/lazy.ts`. */
export const scalarFunctions: FunctionTable = {
  ...arithmeticFunctions,
  ...arrayFunctions,
  ...bagFunctions,
  ...comparisonFunctions,
  ...conversionFunctions,
  ...mathFunctions,
  ...searchFunctions,
  ...seriesFunctions,
  ...textFunctions,
  ...timeFormatFunctions,
  ...timeFunctions,
}
