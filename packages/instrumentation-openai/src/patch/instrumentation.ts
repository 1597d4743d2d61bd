import { createTelemetry, guard, type Telemetry } from '@kansoku/core'
import { diag, type Meter, type MeterProvider, metrics } from '@opentelemetry/api'
import {
  InstrumentationBase,
  type InstrumentationModuleDefinition,
  InstrumentationNodeModuleDefinition,
  InstrumentationNodeModuleFile,
} from '@opentelemetry/instrumentation'

import type { Source } from '../call/call.ts'
import {
  type OpenAIInstrumentationConfig,
  type ResolvedOptions,
  resolveOptions,
} from '../options.ts'
import { SOCKET_FILES, socketClassesIn } from '../sockets/classes.ts'
import { patchSocketClass } from '../sockets/patch-sockets.ts'
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version.ts'
import { nameErrorsOfModule } from './error-classes.ts'
import { listening } from './logger.ts'
import { type Patch, patchMethod } from './patch.ts'
import { requiredBefore } from './required-before.ts'
import { targetsOfModule } from './targets.ts'

interface State {
  options: ResolvedOptions
  telemetry: Telemetry | undefined
  /** Whether somebody handed over a meter provider. */
  hasMeter: boolean
  readonly source: Source
  /** Everything that was patched for it, to be left and joined again by `disable` and `enable`. */
  readonly patches: Set<Patch>
  /** What was said already: a client is met as a module and as the file of its class. */
  readonly warned: Set<string>
}

/**
 * Not fields: the base class calls `setConfig`, `init` and `enable` inside `super()`, and field initialisers would
 * wipe out afterwards what those have stored.
 */
const states = new WeakMap<OpenAIInstrumentation, State>()

/**
 * Traces the calls of the `openai` client: a span, metrics and events for each, by the OpenTelemetry GenAI conventions.
 * The application gets the very promises, streams and errors that the client makes.
 *
 * @example
 * ```ts
 * registerInstrumentations({ instrumentations: [new OpenAIInstrumentation()] })
 * ```
 */
export class OpenAIInstrumentation extends InstrumentationBase<OpenAIInstrumentationConfig> {
  constructor(config: OpenAIInstrumentationConfig = {}) {
    super(PACKAGE_NAME, PACKAGE_VERSION, config)
  }

  /**
   * Patches a module that no loader hook reaches, as in a bundle. Safe to call twice, and beside the hook.
   *
   * @param module what `import * as openai from 'openai'` or `require('openai')` gives, or its `OpenAI` class; for sockets
   *   what their own module gives: `openai/realtime/ws`, `openai/resources/responses/ws`
   */
  manuallyInstrument(module: unknown): void {
    patchModule(this, module, 'the given module')
  }

  override setConfig(config: OpenAIInstrumentationConfig = {}): void {
    super.setConfig(config)
    const state = this.state()
    state.options = resolveOptions(config, process.env)
    state.telemetry = undefined
    for (const warning of state.options.warnings) diag.warn(`kansoku: ${warning}`)
  }

  override enable(): void {
    super.enable()
    const { patches, source } = this.state()
    for (const patch of patches) patch.sources.add(source)
    guard('looking for clients', () => {
      for (const module of requiredBefore()) patchModule(this, module, 'openai of unknown version')
    })
  }

  override disable(): void {
    super.disable()
    const { patches, source } = this.state()
    for (const patch of patches) patch.sources.delete(source)
  }

  protected override init(): InstrumentationModuleDefinition {
    const definition: InstrumentationModuleDefinition = new InstrumentationNodeModuleDefinition(
      'openai',
      // All versions: the base class skips the others without a word, and what counts is the shape.
      ['*'],
      (module: unknown, version?: string) => {
        patchModule(this, module, `openai ${version ?? 'of unknown version'}`)
        return module
      },
      // `disable` leaves every patch, also those of a second copy of the client, which the base class forgets.
      () => undefined,
      [...CLIENT_FILES, ...SOCKET_FILES].map(({ exports, file }) => {
        const patch = (module: unknown, version?: string): unknown => {
          patchModule(this, module, `openai ${version ?? 'of unknown version'}`, exports)
          return module
        }
        return new InstrumentationNodeModuleFile(file, ['*'], patch, () => undefined)
      }),
    )
    // `*` does not match 8.0.0-beta.1, which would be skipped in silence.
    definition.includePrerelease = true
    return definition
  }

  override setMeterProvider(meterProvider: MeterProvider): void {
    this.state().hasMeter = true
    super.setMeterProvider(meterProvider)
  }

  protected override _updateMetricInstruments(): void {
    this.state().telemetry = undefined
  }

  private state(): State {
    const known = states.get(this)
    if (known) return known
    const state: State = {
      options: resolveOptions({}, {}),
      telemetry: undefined,
      hasMeter: false,
      patches: new Set(),
      warned: new Set(),
      source: {
        telemetry: () => (state.telemetry ??= this.createTelemetry(state.options)),
        providerName: () => state.options.providerName,
        includeUsage: () => state.options.includeUsage,
        inferContracts: () => state.options.inferContracts,
      },
    }
    states.set(this, state)
    return state
  }

  private createTelemetry({ contentPolicy }: ResolvedOptions): Telemetry {
    return createTelemetry({
      tracer: () => this.tracer,
      meter: this.currentMeter(),
      logger: () => listening(this.logger),
      contentPolicy,
    })
  }

  /**
   * API 1.9 does not forward meters as it does tracers: those of a provider that was registered after us have to be asked
   * for, and the first call is late enough.
   */
  private currentMeter(): Meter {
    return this.state().hasMeter ? this.meter : metrics.getMeter(PACKAGE_NAME, PACKAGE_VERSION)
  }
}

/**
 * The class of the client from openai 5 on, which all entries import: `openai`, `openai/client`, `openai/azure`; in openai 4
 * the main module. By its file it is met, too, where a bundler imports the package by another name, as Next.js does.
 */
const CLIENT_FILES: readonly { readonly file: string; readonly exports?: string }[] = [
  { file: 'openai/client.js' },
  { file: 'openai/client.mjs' },
  { file: 'openai/index.mjs' },
]

/** Where the instrumentation's calls are recorded; for clients that have it to themselves. */
export function sourceOf(instrumentation: OpenAIInstrumentation): Source {
  return (states.get(instrumentation) as State).source
}

/** @param socketClass what the module exports, where it is one of those that sockets have to themselves */
function patchModule(
  instrumentation: OpenAIInstrumentation,
  module: unknown,
  name: string,
  socketClass?: string,
): void {
  guard('patching openai', () => {
    nameErrorsOfModule(module)
    const sockets = socketClassesIn(module, socketClass)
    const hasSockets = sockets.found.length + sockets.missing.length > 0
    const targets =
      hasSockets && !('OpenAI' in Object(module)) ? undefined : targetsOfModule(module)
    const { patches, source, warned } = states.get(instrumentation) as State
    if (!warned.has(name)) warnOfMissing([...sockets.missing, ...(targets?.missing ?? [])], name)
    if (sockets.missing.length + (targets?.missing.length ?? 0) > 0) warned.add(name)
    const made = [
      ...(targets?.found ?? []).map(({ endpoint, prototype }) => patchMethod(prototype, endpoint)),
      ...sockets.found.map(patchSocketClass),
    ]
    for (const patch of made) {
      patches.add(patch)
      patch.sources.add(source)
    }
  })
}

export function warnOfMissing(missing: readonly string[], name: string): void {
  if (missing.length === 0) return
  diag.warn(
    `kansoku: ${name} cannot be traced, ${missing.join(' and ')} not being where ${PACKAGE_NAME} ${PACKAGE_VERSION} looks. See its README for the versions that are verified`,
  )
}
