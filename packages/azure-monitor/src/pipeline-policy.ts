import type { AzureMonitorExporterOptions } from '@azure/monitor-opentelemetry-exporter'

/** One entry of the exporter's `additionalPolicies`. Its types come from a package that we do not depend on. */
export type AdditionalPolicy = NonNullable<
  AzureMonitorExporterOptions['additionalPolicies']
>[number]

/** A step of the exporter's request pipeline (`@azure/core-rest-pipeline`). */
export type PipelinePolicy = AdditionalPolicy['policy']
