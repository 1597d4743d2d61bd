/** `engines` of this package: what `module.register`, `require(esm)` and the exporter need together. */
export const MINIMUM_NODE = '22.15.0'

/** Whether a version such as `22.15.0` or `24.0.0-rc.1` is new enough. */
export function isSupportedNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  const [minMajor = 0, minMinor = 0] = MINIMUM_NODE.split('.').map(Number)
  return major > minMajor || (major === minMajor && minor >= minMinor)
}
