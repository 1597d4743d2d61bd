/** Next.js calls it once, before the first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('@kansoku/azure-monitor/register')
}
