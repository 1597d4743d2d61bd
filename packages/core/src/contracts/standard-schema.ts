/** What we use of a Standard Schema, version 1 (https://standardschema.dev/schema): any library's schema fits. */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => StandardResult | PromiseLike<StandardResult>
  }
}

interface StandardResult {
  readonly issues?: readonly object[] | undefined
}
