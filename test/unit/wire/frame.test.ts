import {
  encodeFrame,
  encodeFrames,
  FRAME_BYTES_MAX,
  frameParts,
  FrameReader,
  QuorumliteError,
} from '@quorumlite/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const bodies = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 })

function header(length: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, length, true)
  return bytes
}

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('FrameReader', () => {
  test('gives back the bodies however the stream is cut into chunks', () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.nat(30)), (sent, cuts) => {
        const stream = encodeFrames(sent)
        const reader = new FrameReader()
        const received: Uint8Array[] = []
        let at = 0
        for (const cut of [...cuts, stream.length]) {
          const chunk = stream.subarray(at, at + cut)
          received.push(...reader.push(chunk))
          at += chunk.length
        }
        expect(received).toEqual(sent)
        expect(reader.atBoundary).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('gives back bodies that come byte by byte', () => {
    const sent = [new Uint8Array([1, 2, 3]), new Uint8Array(0), new Uint8Array(300).fill(7)]
    const reader = new FrameReader()
    const received: Uint8Array[] = []
    for (const byte of encodeFrames(sent)) received.push(...reader.push(Uint8Array.of(byte)))
    expect(received).toEqual(sent)
  })

  test('copies no body that lies within a chunk', () => {
    const chunk = encodeFrames([new Uint8Array(10), new Uint8Array(20)])
    for (const body of new FrameReader().push(chunk)) expect(body.buffer).toBe(chunk.buffer)
  })

  test('gives plain arrays for Buffers, and keeps a spanning body when its chunks are reused', () => {
    const stream = Buffer.from(encodeFrame(new Uint8Array([1, 2, 3, 4])))
    const [whole] = new FrameReader().push(stream)
    expect(Buffer.isBuffer(whole)).toBe(false)

    const reader = new FrameReader()
    const chunk = Buffer.from(stream.subarray(0, 6))
    expect(reader.push(chunk)).toEqual([])
    chunk.fill(0)
    expect(reader.push(stream.subarray(6))).toEqual([new Uint8Array([1, 2, 3, 4])])
  })

  test('knows whether a stream ended between frames', () => {
    const reader = new FrameReader()
    expect(reader.atBoundary).toBe(true)
    reader.push(header(2))
    expect(reader.atBoundary).toBe(false)
    reader.push(new Uint8Array(2))
    expect(reader.atBoundary).toBe(true)
    reader.push(new Uint8Array(1))
    expect(reader.atBoundary).toBe(false)
  })

  test.each([FRAME_BYTES_MAX + 1, 2 ** 32 - 1])(
    'refuses a frame of %d bytes at its header',
    (length) => {
      const reader = new FrameReader()
      const error = thrownBy(() => reader.push(header(length)))
      expect((error as QuorumliteError).code).toBe('FRAME_TOO_LARGE')
      expect(thrownBy(() => reader.push(header(1)))).not.toBeInstanceOf(QuorumliteError)
    },
  )

  test('obeys a lower limit to the byte', () => {
    expect(new FrameReader({ bytesMax: 5 }).push(encodeFrame(new Uint8Array(5)))).toHaveLength(1)
    const error = thrownBy(() => new FrameReader({ bytesMax: 5 }).push(header(6)))
    expect((error as QuorumliteError).code).toBe('FRAME_TOO_LARGE')
  })

  test('takes memory for what came, not for what a peer claims', () => {
    const before = process.memoryUsage().arrayBuffers
    const readers = Array.from({ length: 16 }, () => new FrameReader())
    for (const reader of readers) {
      reader.push(header(FRAME_BYTES_MAX))
      reader.push(new Uint8Array(100))
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(FRAME_BYTES_MAX / 4)
    for (const reader of readers) expect(reader.atBoundary).toBe(false)
  })
})

describe('frames', () => {
  test('are a little-endian length and the body', () => {
    expect([...encodeFrame(new Uint8Array([7, 8]))]).toEqual([2, 0, 0, 0, 7, 8])
    expect([...encodeFrame(new Uint8Array(0x010203)).subarray(0, 4)]).toEqual([3, 2, 1, 0])
  })

  test('in parts are the same bytes, and the bodies are not copied', () => {
    fc.assert(
      fc.property(bodies, (sent) => {
        const parts = frameParts(sent)
        expect(new Uint8Array(Buffer.concat(parts))).toEqual(encodeFrames(sent))
        sent.forEach((body, i) => expect(parts[i * 2 + 1]).toBe(body))
      }),
    )
  })

  test.each([encodeFrame, (body: Uint8Array) => frameParts([body])])(
    'beyond the limit are refused',
    (encode) => {
      const error = thrownBy(() => encode(new Uint8Array(FRAME_BYTES_MAX + 1)))
      expect((error as QuorumliteError).code).toBe('FRAME_TOO_LARGE')
    },
  )
})
