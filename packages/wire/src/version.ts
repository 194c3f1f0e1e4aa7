import { malformed, QuorumliteError } from './errors.ts'

/** The highest version of the protocol that this code speaks. */
export const PROTOCOL_VERSION = 1
/** The lowest one that it still accepts from a peer. */
export const PROTOCOL_VERSION_MIN = 1

export interface VersionRange {
  readonly version: number
  readonly versionMin: number
}

export const OWN_VERSIONS: VersionRange = {
  version: PROTOCOL_VERSION,
  versionMin: PROTOCOL_VERSION_MIN,
}

/**
 * The version that both sides speak from here on: the highest they have in common. Both compute it for themselves and
 * get the same. Throws PROTOCOL_VERSION when there is none, saying which side is too old.
 */
export function negotiate(remote: VersionRange, own: VersionRange = OWN_VERSIONS): number {
  if (remote.versionMin < 1 || remote.version < remote.versionMin) {
    throw malformed(`protocol versions ${remote.versionMin} to ${remote.version} make no sense`)
  }
  const version = Math.min(own.version, remote.version)
  if (version >= own.versionMin && version >= remote.versionMin) return version
  const older = remote.version < own.versionMin ? 'the other side' : 'this side'
  throw new QuorumliteError(
    'PROTOCOL_VERSION',
    `the other side speaks protocol versions ${remote.versionMin} to ${remote.version}, ` +
      `this side ${own.versionMin} to ${own.version}`,
    { hint: `Upgrade ${older}.` },
  )
}
