// Every limit of the transport. Those that both ends must agree on are part of the protocol: changing them is a new
// protocol version.

import assert from 'node:assert'
import { FRAME_BYTES_MAX } from '@quorumlite/wire'

/** From here on `Channel.send` returns false. */
export const CHANNEL_HIGH_WATER_BYTES: number = 1024 * 1024

/** Down here `Channel.drained` resolves: low enough to gather a batch, high enough to keep the network busy. */
export const CHANNEL_LOW_WATER_BYTES: number = 256 * 1024

/** A sender that ignores `false` from `Channel.send` up to here has its channel aborted. */
export const CHANNEL_OUTBOX_BYTES_MAX: number = 64 * 1024 * 1024

/** How long an orderly close may take before it becomes an abort. */
export const CHANNEL_CLOSE_TIMEOUT_MS = 5000

/**
 * What a sender may have under way unread on one stream; yamux wants it equal on both ends. It is not left to grow:
 * a paused channel holds at most this much, and 1 MiB fills 160 Mbit/s at a round trip of 50 ms.
 */
export const STREAM_WINDOW_BYTES: number = 1024 * 1024

/** Streams of one protocol that one connection may carry in each direction. */
export const STREAMS_PER_CONNECTION_MAX = 256

/** Connecting, Noise and opening the stream together: far above any healthy round trip, below an operator's patience. */
export const OPEN_TIMEOUT_MS = 2000

/** For an incoming connection that stays silent in the middle of Noise or of choosing a protocol. */
export const INBOUND_UPGRADE_TIMEOUT_MS = 2000

export const CONNECTIONS_MAX = 4096

/** When a transport closes, a peer that hangs gets this long to take what is left. */
export const CONNECTION_CLOSE_TIMEOUT_MS = 200

/** A side of a handshake that keeps silent is given up after this. */
export const HANDSHAKE_TIMEOUT_MS = 2000

/** Handshake frames are a few hundred bytes; whoever has not proven itself gets no more attention than that. */
export const HANDSHAKE_FRAME_BYTES_MAX: number = 16 * 1024

/** Redials spread between these two, so that nodes that lost each other at one instant do not return at one. */
export const REDIAL_MIN_MS = 50
export const REDIAL_MAX_MS = 500

/** For this long after a link was lost, dials that break are repeated after `REDIAL_GRACE_MS`. */
export const DYING_WINDOW_MS = 500

/** While a peer's process is evidently gone, it is asked this often, and the hint repeated. */
export const GONE_INTERVAL_MS = 100

/** After this much of the above, the normal redial is enough. */
export const GONE_WINDOW_MS = 5000

/** After a peer said why it wants no link, asking again soon is of no use. */
export const REFUSED_REDIAL_MS = 5000

/** How long the peer with the higher id leaves a first dial, and a redial, to the other one. */
export const FIRST_DIAL_GRACE_MS = 200
export const REDIAL_GRACE_MS = 20

/** A peer that has answered nothing for this long, though frames were sent to it, gets a new link. */
export const LINK_SILENCE_MS = 5000

/** A link that was opened or has delivered a frame within this is alive, and a second one of its pair surplus. */
export const LINK_FRESH_MS = 1000

/** A node that stops does not wait longer for a peer that takes nothing. */
export const LINK_CLOSE_TIMEOUT_MS = 1000

/** How long a surplus link stays, until surely both ends use the other one. */
export const SURPLUS_LINK_MS = 1000

assert(CHANNEL_LOW_WATER_BYTES < CHANNEL_HIGH_WATER_BYTES)
assert(CHANNEL_HIGH_WATER_BYTES + 2 * FRAME_BYTES_MAX <= CHANNEL_OUTBOX_BYTES_MAX)
assert(HANDSHAKE_FRAME_BYTES_MAX <= FRAME_BYTES_MAX)
assert(REDIAL_MIN_MS < REDIAL_MAX_MS && GONE_INTERVAL_MS < GONE_WINDOW_MS)
