import { createRequire } from 'node:module'

import { trace } from '@opentelemetry/api'
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base'

// What Microsoft's distro takes where nobody names a sampler.
const require = createRequire(import.meta.resolve('@kansoku/azure-monitor'))
const { RateLimitedSampler } = require('@azure/monitor-opentelemetry-exporter')
trace.setGlobalTracerProvider(new BasicTracerProvider({ sampler: new RateLimitedSampler(5) }))
