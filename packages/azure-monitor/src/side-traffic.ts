import { stopRemoteSettings } from './remote-settings.ts'

/** What the exporter may do beside sending rows. */
export interface SideTraffic {
  readonly statsbeat: boolean
  readonly remoteSettings: boolean
}

/** Read by the exporter's constructor, and only there: Statsbeat has no option. */
const NO_STATSBEAT = 'APPLICATION_INSIGHTS_NO_STATSBEAT'

/**
 * To be called before exporters are built; what it gives, after that. The variable stands only meanwhile: what the
 * application starts later must not inherit it.
 */
export function beforeExporters({ statsbeat, remoteSettings }: SideTraffic): () => void {
  const before = process.env[NO_STATSBEAT]
  if (!statsbeat) process.env[NO_STATSBEAT] = before ?? 'true'
  return () => {
    if (!statsbeat && before === undefined) delete process.env[NO_STATSBEAT]
    if (!remoteSettings) stopRemoteSettings()
  }
}
