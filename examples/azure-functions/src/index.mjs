import '@kansoku/azure-monitor/register'

// Imported statically, the client would be loaded before anything watches it.
await import('./functions.mjs')
