import { addressFunctions } from './addresses.ts'
import { arithmeticFunctions } from './arithmetic.ts'
import { arrayFunctions } from './arrays.ts'
import { bagPathFunctions } from './bag-paths.ts'
import { bagFunctions } from './bags.ts'
import { comparisonFunctions } from './comparison.ts'
import { conversionFunctions } from './conversions.ts'
import { encodingFunctions } from './encoding.ts'
import { mathFunctions } from './math.ts'
import { searchFunctions } from './search.ts'
import { seriesArithmeticFunctions } from './series-arithmetic.ts'
import { seriesModelFunctions } from './series-models.ts'
import { seriesOutlierFunctions } from './series-outliers.ts'
import { seriesFunctions } from './series.ts'
import type { FunctionTable } from './site.ts'
import { sketchFunctions } from './sketches.ts'
import { specialFunctions } from './special.ts'
import { textFormFunctions } from './text-forms.ts'
import { textPlaceFunctions } from './text-places.ts'
import { textFunctions } from './text.ts'
import { timeFormatFunctions } from './time-format.ts'
import { timeZoneFunctions } from './time-zone.ts'
import { timeFunctions } from './time.ts'
import { urlFunctions } from './urls.ts'

/** Every scalar function and operator that is evaluated, by its KQL name. Lazy ones are in `evaluate/lazy.ts`. */
export const scalarFunctions: FunctionTable = {
  ...addressFunctions,
  ...arithmeticFunctions,
  ...arrayFunctions,
  ...bagFunctions,
  ...comparisonFunctions,
  ...conversionFunctions,
  ...encodingFunctions,
  ...mathFunctions,
  ...bagPathFunctions,
  ...textFormFunctions,
  ...textPlaceFunctions,
  ...searchFunctions,
  ...seriesArithmeticFunctions,
  ...seriesFunctions,
  ...seriesModelFunctions,
  ...seriesOutlierFunctions,
  ...sketchFunctions,
  ...specialFunctions,
  ...textFunctions,
  ...timeFormatFunctions,
  ...timeFunctions,
  ...timeZoneFunctions,
  ...urlFunctions,
}
