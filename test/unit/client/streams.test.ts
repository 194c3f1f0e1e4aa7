import { type Client, StreamError } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeCluster } from './support/fake-cluster.ts'
import { countingRows, PieceSource } from './support/piece-source.ts'

let cluster: FakeCluster
let client: Client

beforeEach(async () => {
  cluster = await FakeCluster.start()
  client = await cluster.connect()
})

afterEach(async () => {
  await cluster.stop()
  // What is still on the network arrives nowhere.
  await cluster.clock.advance(100)
  expect(cluster.clock.timerCount).toBe(0)
})

const settle = <T>(promise: Promise<T>): Promise<T> => cluster.settle(promise)

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of stream) items.push(item)
  return items
}

async function streamError(promise: Promise<unknown>): Promise<StreamError> {
  const error = await cluster.failure(promise)
  expect(error).toBeInstanceOf(StreamError)
  return error as StreamError
}

describe('rows', () => {
  it('come in order, one by one', async () => {
    new PieceSource(cluster, 20, countingRows(20))
    const rows = await settle(all(client.stream('select n')))
    expect(rows).toEqual(Array.from({ length: 60 }, (_, n) => ({ n })))
  })

  it('come in batches, as arrays if asked for', async () => {
    new PieceSource(cluster, 3, countingRows(3, 2))
    const stream = client.stream('select n', [], { values: true })
    expect(await settle(all(stream.batches()))).toEqual([
      [[0], [1]],
      [[2], [3]],
      [[4], [5]],
    ])
  })

  it('may be none, which still has a head', async () => {
    const source = new PieceSource(cluster, 1, (_, stream) => {
      return stream.rowsBody(['a', 'b'], [], true)
    })
    const stream = client.stream('select')
    expect(await settle(stream.head())).toEqual({
      columns: ['a', 'b'],
      position: cluster.log.position(),
      nodeId: source.nodeId,
    })
    expect(await settle(all(stream))).toEqual([])
    expect(await settle(all(client.stream('select').batches()))).toEqual([])
  })

  it('can be read once', async () => {
    new PieceSource(cluster, 2, countingRows(2))
    const stream = client.stream('select n')
    await settle(all(stream))
    expect(() => stream.batches()).toThrow(/only once/)
  })

  it('have a head that may be asked for by others while they are read', async () => {
    const source = new PieceSource(cluster, 2, countingRows(2))
    source.isOpen = false
    const stream = client.stream('select n')
    const both = Promise.all([stream.head(), all(stream), stream.head()])
    await cluster.clock.advance(50)
    source.open()
    const [head, rows, again] = await settle(both)
    expect(rows).toHaveLength(6)
    expect(head).toEqual(again)
  })

  it('are not asked for before somebody wants them', async () => {
    const source = new PieceSource(cluster, 2, countingRows(2))
    const stream = client.stream('select n')
    await cluster.clock.advance(100)
    expect(source.sent).toBe(0)
    await settle(stream.close())
    expect((await streamError(all(stream))).code).toBe('CLOSED')
    expect(source.sent).toBe(0)
  })
})

describe('a slow reader', () => {
  it.each([1, 2, 5, 8])('is sent no more than a window of %i ahead', async (window) => {
    const source = new PieceSource(cluster, 40, countingRows(40))
    let rows = 0
    const reading = (async () => {
      for await (const row of client.stream('select n', [], { window })) {
        expect(row).toEqual({ n: rows++ })
        if (rows % 10 === 0) await new Promise<void>((go) => void cluster.clock.setTimer(50, go))
      }
    })()
    await settle(reading)
    expect(rows).toBe(120)
    expect(source.untakenMax).toBe(window)
  })

  it('that stops reading stops the node, and holds up no other request', async () => {
    const source = new PieceSource(cluster, 40, countingRows(40))
    const batches = client.stream('select n', [], { window: 4 }).batches()[Symbol.asyncIterator]()
    await settle(batches.next())
    await cluster.clock.advance(60_000)
    expect(source.sent).toBeLessThanOrEqual(6)
    const { changes } = await settle(client.execute('update'))
    expect(changes).toBe(1)
    await settle(batches.return!())
    await cluster.clock.advance(10)
    expect(source.cancelled).toBe(true)
  })

  it('may take its time: only what the node takes counts', async () => {
    new PieceSource(cluster, 6, countingRows(6))
    let rows = 0
    const reading = (async () => {
      for await (const _ of client.stream('select n', [], { timeoutMs: 100, window: 1 })) {
        rows++
        await new Promise<void>((go) => void cluster.clock.setTimer(1000, go))
      }
    })()
    await settle(reading)
    expect(rows).toBe(18)
  })

  it('is refused a window that makes no sense', () => {
    for (const window of [0, -1, 1.5, 65]) {
      expect(() => client.stream('select n', [], { window })).toThrow(QuorumliteError)
    }
  })
})

describe('a stream ends early', () => {
  it('by leaving the loop, at the node as well', async () => {
    const source = new PieceSource(cluster, 40, countingRows(40))
    const reading = (async () => {
      for await (const row of client.stream('select n')) if (row['n'] === 4) break
    })()
    await settle(reading)
    await cluster.until(() => source.cancelled)
    expect(source.sent).toBeLessThan(12)
  })

  it('by its signal, between two rows of one piece too', async () => {
    const source = new PieceSource(cluster, 4, countingRows(4, 10))
    const abort = new AbortController()
    let rows = 0
    const reading = (async () => {
      for await (const _ of client.stream('select n', [], { signal: abort.signal })) {
        if (++rows === 15) abort.abort(new Error('enough'))
      }
    })()
    const error = await streamError(reading)
    expect(error).toMatchObject({ code: 'ABORTED', delivered: 15, retryable: false })
    expect(source.sent).toBe(4)
  })

  it('by its signal before it began', async () => {
    const source = new PieceSource(cluster, 4, countingRows(4))
    const stream = client.stream('select n', [], { signal: AbortSignal.abort() })
    expect(await streamError(all(stream))).toMatchObject({ code: 'ABORTED', delivered: 0 })
    expect(source.sent).toBe(0)
  })

  it('by its time limit, when nothing comes for as long', async () => {
    const source = new PieceSource(cluster, 4, countingRows(4))
    const rows: unknown[] = []
    const reading = (async () => {
      for await (const row of client.stream('select n', [], { timeoutMs: 300, window: 2 })) {
        rows.push(row)
        source.isOpen = false
      }
    })()
    const error = await streamError(reading)
    expect(error).toMatchObject({ code: 'TIMEOUT', delivered: 6, retryable: false })
    expect(error.hint).toContain('Start over only if')
    expect(rows).toHaveLength(6)
    await cluster.until(() => source.cancelled)
  })

  it('by the closing of its client', async () => {
    new PieceSource(cluster, 40, countingRows(40))
    const batches = client.stream('select n').batches()[Symbol.asyncIterator]()
    await settle(batches.next())
    await settle(client.close())
    expect((await streamError(batches.next())).code).toBe('CLOSED')
  })

  it('with the loss of its node, after the rows that had come', async () => {
    const source = new PieceSource(cluster, 40, countingRows(40))
    const rows: unknown[] = []
    const reading = (async () => {
      for await (const row of client.stream('select n', [], { window: 4 })) {
        rows.push(row)
        if (rows.length === 5) cluster.kill(source.nodeId)
      }
    })()
    const error = await streamError(reading)
    expect(error).toMatchObject({ code: 'UNAVAILABLE', delivered: rows.length, retryable: false })
    expect(error.message).toContain(`after ${rows.length} rows were delivered`)
    expect(rows).toEqual(Array.from({ length: source.sent * 3 }, (_, n) => ({ n })))
    // Nobody has asked another node for the same rows again.
    const asked = [...cluster.nodes.values()].flatMap((node) => node.received('query'))
    expect(asked).toHaveLength(1)
  })

  it('with the error of a statement that fails half way', async () => {
    for (const node of cluster.nodes.values()) {
      node.script = ({ id, body }, stream) => {
        if (body.kind !== 'query') return false
        stream.rows(id, ['n'], [[1], [2]], false)
        stream.fail(id, new QuorumliteError('SQL_ERROR', 'integer overflow'))
        return true
      }
    }
    const error = await streamError(all(client.stream('select')))
    expect(error).toMatchObject({ code: 'SQL_ERROR', delivered: 2 })
  })

  it('with an integer that would lose digits', async () => {
    new PieceSource(cluster, 2, (i, stream) => stream.rowsBody(['n'], [[2n ** 60n]], i === 1))
    const error = await streamError(all(client.stream('select n')))
    expect(error).toMatchObject({ code: 'INTEGER_OUT_OF_RANGE', delivered: 0 })
  })
})

describe('before anything of it has come', () => {
  it('a stream goes to another node when the first one is lost', async () => {
    const source = new PieceSource(cluster, 4, countingRows(4))
    source.isOpen = false
    const reading = all(client.stream('select n'))
    await cluster.until(() => source.nodeId > 0)
    const first = source.nodeId
    cluster.kill(first)
    source.open()
    expect(await settle(reading)).toHaveLength(12)
    expect(source.nodeId).not.toBe(first)
    expect(source.sent).toBe(4)
  })

  it('a failure may be tried again, and says that nothing was delivered', async () => {
    for (const nodeId of cluster.nodes.keys()) cluster.kill(nodeId)
    const error = await streamError(all(client.stream('select n', [], { timeoutMs: 500 })))
    expect(error).toMatchObject({ code: 'TIMEOUT', delivered: 0, retryable: true })
    expect(error.message).toContain('node 1')
  })
})

describe('an export', () => {
  const FILE = Uint8Array.from({ length: 1000 }, (_, i) => i % 251)

  function exportPieces(sizes: readonly number[], bytesTotal = FILE.length): PieceSource {
    return new PieceSource(cluster, sizes.length, (i, { node }) => {
      const offset = sizes.slice(0, i).reduce((sum, size) => sum + size, 0)
      const data = FILE.subarray(offset, offset + sizes[i]!)
      const position = cluster.log.position()
      const last = i === sizes.length - 1
      const value = { offset, data, last, bytesTotal, position, nodeId: node.nodeId }
      return { kind: 'exportPiece', value }
    })
  }

  it('is the bytes of a file, with its size known beforehand', async () => {
    const source = exportPieces([400, 400, 200])
    const stream = client.export({ window: 1 })
    expect(await settle(stream.head())).toMatchObject({
      bytesTotal: 1000,
      nodeId: source.nodeId,
    })
    expect(Buffer.concat(await settle(all(stream)))).toEqual(Buffer.from(FILE))
    expect(source.untakenMax).toBe(1)
  })

  it.each([
    ['ends too early', [400, 400]],
    ['ends too late', [400, 600, 100]],
  ])('that %s is not taken for whole', async (_, sizes) => {
    exportPieces(sizes)
    const error = await streamError(all(client.export()))
    expect(error.code).toBe('MALFORMED')
  })

  it('that is cut off says after how many bytes', async () => {
    const source = exportPieces([100, 200, 300, 400])
    const reading = (async () => {
      for await (const chunk of client.export({ window: 1 })) {
        if (chunk.length === 200) cluster.kill(source.nodeId)
      }
    })()
    const error = await streamError(reading)
    expect(error).toMatchObject({ code: 'UNAVAILABLE', delivered: 300 })
    expect(error.message).toContain('after 300 bytes were delivered')
  })
})
