import { MessageChannel, Worker } from 'node:worker_threads'
import { createEngine, createMemory, type Engine, type PageStore } from '@quorumlite/sqlite'
import { expect, test } from 'vitest'
import { openThreadStores } from '../../../packages/node/src/local-stores.ts'
import type { LocalReport } from '../../../packages/node/src/sql/local-readers.ts'

/** Stands for the SQL worker's event loop: passes on what it is given, and has what is wanted opened at once. */
const RELAY = `
  const { workerData: { given, port, wanted } } = require('node:worker_threads')
  given.on('message', (batch) => port.postMessage(batch))
  port.on('message', (batch) => {
    for (const { kind } of batch) if (kind === 'want') port.postMessage(wanted)
  })`

function storeOf(engine: Engine, name: string, value: number): PageStore {
  const store = engine.createStore(name)
  const restore = store.restore()
  restore.put(1, engine.blankPage1())
  restore.finish(1)
  using writer = store.connect({ view: 'speculative', writable: true, profile: 'writer' })
  writer.exec(`CREATE TABLE t (v); INSERT INTO t VALUES (${value})`)
  store.publish(store.speculativeCount)
  return store
}

test('a database that is being evicted while it is read is read when it is back', async () => {
  using engine = await createEngine({ memory: createMemory({ shared: true }) })
  const first = storeOf(engine, 'first', 1)
  const second = storeOf(engine, 'second', 2)
  const { port1, port2 } = new MessageChannel()
  const { port1: give, port2: given } = new MessageChannel()
  const opened = (store: PageStore): LocalReport => {
    return { kind: 'opened', name: 'main', store: store.address }
  }
  const worker = new Worker(RELAY, {
    eval: true,
    workerData: { given, port: port1, wanted: [opened(second)] },
    transferList: [given, port1],
  })
  const tell = (...reports: LocalReport[]): void => give.postMessage(reports)
  tell({ kind: 'attached', sharing: engine.sharing!, reader: engine.attachReader() }, opened(first))
  const stores = await openThreadStores(port2, { timeLimitMs: 30_000 })
  expect(stores.connect('main').cached('SELECT v FROM t').get()).toEqual([1])

  const { id } = first.address
  first[Symbol.dispose]()
  // Word of it takes longer than the next read.
  tell({ kind: 'evicting', name: 'main', id })
  expect(stores.connect('main').cached('SELECT v FROM t').get()).toEqual([2])

  const { id: secondId } = second.address
  second[Symbol.dispose]()
  tell({ kind: 'closing', name: 'main', id: secondId })
  expect(() => stores.connect('main')).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }))
  stores.close()
  await worker.terminate()
})
