// A thread that reads somebody's pages without end, and counts snapshots that cannot be. Run by reader-deaths.test.ts.
import { parentPort, workerData } from 'node:worker_threads'
import { createReaderEngine } from '@quorumlite/sqlite'

const { sharing, reader, store, rows } = workerData
const engine = await createReaderEngine({ sharing, reader })
const connection = engine.open(store).connect({ profile: 'reader' })
const scan = connection.cached('SELECT count(*), sum(balance) FROM account')
const byIndex = connection.cached('SELECT sum(balance) FROM account INDEXED BY account_balance')
const check = connection.cached('PRAGMA quick_check')

for (let round = 1; ; round++) {
  const [count, total] = scan.get()
  let wrong = count !== rows || total !== 0
  // Two statements of one transaction see one version.
  connection.begin('deferred')
  wrong ||= scan.get()[1] !== byIndex.get()[0]
  connection.commit()
  if (round % 50 === 0) wrong ||= check.get()[0] !== 'ok'
  if (wrong) throw new Error(`round ${round}: ${count} accounts with ${total}`)
  if (round % 5 === 0) parentPort.postMessage(round)
}
