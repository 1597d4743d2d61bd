/** `ExportResult` of `@opentelemetry/core`. */
export interface ExportResult {
  code: number
  error?: Error
}

/** `ExportResultCode.SUCCESS`. */
export const SUCCESS = 0
