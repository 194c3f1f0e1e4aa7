import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeCluster } from './support/fake-cluster.ts'

let cluster: FakeCluster

beforeEach(async () => {
  cluster = await FakeCluster.start()
})

afterEach(async () => {
  await cluster.stop()
})

async function* chunks(...texts: string[]): AsyncIterable<Uint8Array> {
  for (const text of texts) {
    await Promise.resolve()
    yield new TextEncoder().encode(text)
  }
}

function executed(): string[] {
  return cluster.log.executions.map(({ what }) => what)
}

describe('databases', () => {
  it('are created and dropped once, by numbered requests', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.createDatabase('orders', { ifNotExists: true }))
    await cluster.settle(client.copyDatabase('orders', 'backup'))
    await cluster.settle(client.dropDatabase('orders'))
    expect(executed()).toEqual([
      'createDatabase orders',
      'copyDatabase backup',
      'dropDatabase orders',
    ])
  })

  it('are listed as the leader knows them', async () => {
    const database = {
      id: 1,
      name: 'main',
      sequence: 7,
      checksum: '00000000000000ff',
      pageCount: 2,
      createdIndex: 3,
      family: 1,
      pagesMax: 0,
    }
    cluster.databases.push(database)
    cluster.lead(2)
    const client = await cluster.connect()
    cluster.databases.push({ ...database, id: 2, name: 'small', pagesMax: 64 })
    expect(await cluster.settle(client.databases())).toEqual([
      { ...database, pagesMax: 524_288, hasOwnLimit: false },
      { ...database, id: 2, name: 'small', pagesMax: 64, hasOwnLimit: true },
    ])
  })

  it('have limits of size, in whole pages, set by numbered requests', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.setSizeLimit(2 ** 20 + 4095, { database: 'orders' }))
    await cluster.settle(client.setSizeLimit(null, { database: 'orders' }))
    await cluster.settle(client.setSizeLimit(2 ** 30))
    expect(executed()).toEqual([
      'setSizeLimit 256 orders',
      'setSizeLimit 0 orders',
      'setSizeLimit 262144 ',
    ])
    for (const bytes of [0, 4095, 2 ** 32, Number.NaN, -4096]) {
      await expect(client.setSizeLimit(bytes)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
    await expect(client.setSizeLimit(2 ** 20, { database: '' })).rejects.toMatchObject({
      code: 'INVALID_NAME',
    })
  })

  it('are addressed by name', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.database('orders').execute('insert'))
    const body = cluster.node(1).received('write')[0]!.body
    expect(body.value).toMatchObject({ operation: { value: { database: 'orders' } } })
    expect(() => client.database('no/such')).toThrow(
      expect.objectContaining({ code: 'INVALID_NAME' }),
    )
  })
})

describe('an import', () => {
  it('uploads the file in pieces, in order, and replaces the database once', async () => {
    const client = await cluster.connect()
    await cluster.settle(client.importDatabase('main', chunks('ab', 'cd', 'ef')))
    expect(executed()).toEqual(['import main abcdef'])
  })

  it('cuts a large file into pieces, and has few of them under way', async () => {
    const client = await cluster.connect()
    let underWay = 0
    let most = 0
    cluster.node(1).script = (request, stream) => {
      if (request.body.kind !== 'importChunk') return false
      most = Math.max(most, ++underWay)
      cluster.clock.setTimer(1, () => {
        underWay--
        stream.serve(request)
      })
      return true
    }
    const file = new Uint8Array(3 * 1024 * 1024).fill(65)
    await cluster.settle(client.importDatabase('main', file))
    expect(cluster.node(1).received('importChunk')).toHaveLength(12)
    expect(most).toBe(4)
    expect(executed()[0]).toHaveLength('import main '.length + file.length)
  })

  it('keeps its pieces in order on a stream that has no room for all of them', async () => {
    const client = await cluster.connect()
    const files = Array.from({ length: 8 }, (_, i) => new Uint8Array(4 << 20).fill(65 + i))
    const numbers = new Set<number>()
    let gaps = 0
    cluster.node(1).script = ({ body }, stream) => {
      if (body.kind !== 'importChunk') return false
      const { upload, offset } = body.value
      numbers.add(upload)
      const chunks = stream.uploads.get(upload) ?? []
      if (offset > 0 && offset !== chunks.reduce((sum, { length }) => sum + length, 0)) gaps++
      return false
    }
    await cluster.settle(
      Promise.all(files.map((file) => client.importDatabase('main', file))).then(() => undefined),
    )
    expect(gaps).toBe(0)
    // More than one stream may carry wait for each other's numbers; one is left for steps of transactions.
    expect([...numbers].sort((a, b) => a - b)).toEqual([1, 2, 3])
    expect(executed()).toHaveLength(8)
  })

  it.each([
    ['bytes', () => new TextEncoder().encode('file')],
    ['a source that can be read once', () => chunks('fi', 'le')],
    ['a function', () => () => chunks('fi', 'le')],
  ])(
    'of %s is uploaded again when the leader is lost before it was recorded',
    async (_, source) => {
      const client = await cluster.connect()
      cluster.node(1).script = ({ body }, stream) => {
        if (body.kind !== 'write') return false
        cluster.lead(2)
        stream.drop()
        return true
      }
      await cluster.settle(client.importDatabase('main', source()))
      expect(executed()).toEqual(['import main file'])
      expect(cluster.node(2).received('importChunk').length).toBeGreaterThan(0)
      const numbers = [1, 2].flatMap((nodeId) =>
        cluster
          .node(nodeId)
          .received('write')
          .map(({ body }) => {
            if (body.kind !== 'write') throw new Error('not a write')
            return body.value.request.number
          }),
      )
      expect(new Set(numbers)).toEqual(new Set([1]))
    },
  )

  it('starts over when the stream breaks during the upload', async () => {
    const client = await cluster.connect()
    let pieces = 0
    cluster.node(1).script = ({ body }, stream) => {
      if (body.kind !== 'importChunk' || ++pieces !== 2) return false
      stream.drop()
      return true
    }
    await cluster.settle(client.importDatabase('main', chunks('ab', 'cd', 'ef')))
    expect(executed()).toEqual(['import main abcdef'])
  })

  it('throws what its source throws, and has imported nothing', async () => {
    const client = await cluster.connect()
    const failure = new Error('the disk is gone')
    async function* broken(): AsyncIterable<Uint8Array> {
      yield new Uint8Array(10)
      await Promise.resolve()
      throw failure
    }
    expect(await cluster.failure(client.importDatabase('main', broken()))).toBe(failure)
    expect(executed()).toEqual([])
    await cluster.settle(client.execute('next'))
  })

  it('ends with its signal, even while its source keeps it waiting', async () => {
    const client = await cluster.connect()
    const aborting = new AbortController()
    async function* endless(): AsyncIterable<Uint8Array> {
      yield new Uint8Array(10)
      await new Promise(() => undefined)
    }
    const importing = client.importDatabase('main', endless(), { signal: aborting.signal })
    cluster.clock.setTimer(100, () => aborting.abort())
    expect(await cluster.failure(importing)).toMatchObject({
      code: 'ABORTED',
      outcome: 'not-executed',
    })
  })
})
