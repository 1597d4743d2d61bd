/** The package's own version, which names the instrumentation scope. `version.test.ts` holds it to package.json. */
export const PACKAGE_NAME = '@kansoku/core'
export const PACKAGE_VERSION = '0.1.0'
