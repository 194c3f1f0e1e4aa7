// What libp2p spends per message beyond need, saved: for short messages that is most of the cost. Each of these looks
// before it touches anything, so that a later libp2p which spends less, or is built otherwise, is left as it is.

import type { ConnectionEncrypter, MessageStream, Stream } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'

type Encrypter<Components> = (components: Components) => ConnectionEncrypter

/** Longer messages are not worth the copy. One has several frames of Noise, each of up to four pieces. */
const WHOLE_BYTES_MAX = 256 * 1024

/** The same encrypter, on connections that write a message at once and read one without an exception. */
export function economical<Components>(create: Encrypter<Components>): Encrypter<Components> {
  return (components) => {
    const encrypter = create(components)
    for (const secure of ['secureInbound', 'secureOutbound'] as const) {
      const original = encrypter[secure].bind(encrypter)
      encrypter[secure] = async (connection, options) => {
        sendWhole(connection)
        const secured = await original(connection, options)
        endReadingQuietly(secured.connection)
        return secured
      }
    }
    return encrypter
  }
}

/**
 * Noise hands the transport a list: length, ciphertext, tag. That writes each piece by itself, a system call, a TCP segment
 * and a read at the other end for two bytes.
 */
function sendWhole(connection: MessageStream): void {
  const send = connection.send.bind(connection)
  connection.send = (data) =>
    send(data instanceof Uint8Array || data.byteLength > WHOLE_BYTES_MAX ? data : data.subarray())
}

type LengthDecoder = (data: Uint8Array | Uint8ArrayList) => number

/**
 * The decoder of Noise's messages learns that it has read everything from a RangeError; making one, with its stack, costs
 * more than decrypting a short message. One that is there already says the same.
 */
function endReadingQuietly(secured: MessageStream): void {
  const { decoder } = secured as { decoder?: { lengthDecoder?: unknown } }
  if (typeof decoder?.lengthDecoder !== 'function') return
  const decode = decoder.lengthDecoder as LengthDecoder
  const incomplete = new RangeError('the length of the next message is not there yet')
  decoder.lengthDecoder = ((data) => {
    if (data.byteLength < 2) throw incomplete
    return decode(data)
  }) satisfies LengthDecoder
}

interface YamuxStreamParts {
  readonly recvWindow: number
  readonly recvWindowCapacity: number
  readonly state: number
  sendWindowUpdate(): void
}

/** Of `StreamState` in @libp2p/yamux. */
const ESTABLISHED = 3

/**
 * Yamux tells the sender after every frame that the window is whole again. The specification leaves the time open, and
 * the other implementations wait until half of it is used up.
 */
export function updateWindowSparingly(stream: Stream): void {
  const parts = stream as unknown as Partial<YamuxStreamParts>
  if (typeof parts.sendWindowUpdate !== 'function') return
  if (typeof parts.recvWindow !== 'number' || typeof parts.recvWindowCapacity !== 'number') return
  const yamux = parts as YamuxStreamParts
  const update = yamux.sendWindowUpdate.bind(yamux)
  yamux.sendWindowUpdate = () => {
    if (yamux.state === ESTABLISHED && yamux.recvWindowCapacity > yamux.recvWindow / 2) return
    update()
  }
}
