import { someText } from '../reading/wire.ts'

/**
 * Where a connection goes, in the form of a base URL. Without its query, which on Azure can carry a key.
 *
 * @param url the `URL` that every socket class of the client has
 */
export function addressOf(url: unknown): string | undefined {
  return url instanceof URL
    ? `${url.protocol === 'ws:' ? 'http:' : 'https:'}//${url.host}${url.pathname}`
    : undefined
}

export function modelOf(url: unknown): string | undefined {
  return url instanceof URL ? someText(url.searchParams.get('model')) : undefined
}

/** How Azure's older Realtime addresses name the model. */
export function deploymentOf(url: unknown): string | undefined {
  return url instanceof URL ? someText(url.searchParams.get('deployment')) : undefined
}
