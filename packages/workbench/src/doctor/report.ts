/** A package that the application loaded, as the probe in its process saw it. */
export interface LoadedPackage {
  readonly name: string
  readonly version: string
  /** Folder of this copy. */
  readonly folder: string
  /** As ES module, or by `require`. */
  readonly format: 'module' | 'commonjs'
  /** Position among all packages that are watched, from 0: the lower, the earlier. */
  readonly order: number
}

/** What the probe writes when the application's process ends. */
export interface ProbeReport {
  readonly node: string
  readonly packages: readonly LoadedPackage[]
  /** Whether somebody gave Node a loader for ES modules: `module.register` or `registerHooks`. */
  readonly hooked: boolean
  /** Requests to a model: posted to a path of OpenAI's API. */
  readonly modelRequests: number
  /** Who makes the spans: the class of the tracer provider; undefined where there is none. */
  readonly provider?: string
  /** What the provider's sampler says of itself. */
  readonly sampler?: string
  /** Whether the application called `process.exit`. */
  readonly exited: boolean
  readonly code: number
}
