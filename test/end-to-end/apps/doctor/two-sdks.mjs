import { DiagConsoleLogger, DiagLogLevel, diag, trace } from '@opentelemetry/api'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'

diag.setLogger(new DiagConsoleLogger(), DiagLogLevel.ERROR)
for (const provider of [new BasicTracerProvider(), new BasicTracerProvider()])
  trace.setGlobalTracerProvider(provider)
