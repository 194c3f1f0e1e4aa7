// What one half of a node posts, the other gets: the same messages, in order, packed or not.

import { isDeepStrictEqual } from 'node:util'
import { MessageChannel } from 'node:worker_threads'
import { systemClock } from '@quorumlite/transport'
import { NO_PARAMETERS } from '@quorumlite/wire'
import { afterEach, describe, expect, test } from 'vitest'
import type { Port } from '../../../packages/node/src/port.ts'
import {
  SQL_COMMAND_PACKING,
  SQL_REPORT_PACKING,
} from '../../../packages/node/src/sql/message-packing.ts'
import type { SqlCommand, SqlReport } from '../../../packages/node/src/sql/messages.ts'
import { createThreadPort } from '../../../packages/node/src/thread-port.ts'
import { Dice } from '../../sim/dice.ts'

const ports: Port<never, never>[] = []
afterEach(() => ports.splice(0).forEach((port) => port.close()))

function open(): [Port<SqlCommand, SqlReport>, Port<SqlReport, SqlCommand>] {
  const { port1, port2 } = new MessageChannel()
  const commands = { out: SQL_COMMAND_PACKING, in: SQL_REPORT_PACKING }
  const reports = { out: SQL_REPORT_PACKING, in: SQL_COMMAND_PACKING }
  const ends = [
    createThreadPort<SqlCommand, SqlReport>(port1, systemClock, commands),
    createThreadPort<SqlReport, SqlCommand>(port2, systemClock, reports),
  ] as const
  ports.push(...(ends as unknown as Port<never, never>[]))
  return [...ends]
}

function nextBatch<In>(port: Port<never, In>): Promise<readonly In[]> {
  return new Promise((resolve) => port.onBatch(resolve))
}

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251)

function statement(sql: string, cells = bytes(12), names: readonly string[] = []) {
  return { sql, parameters: { cells, names } }
}

const COMMANDS: readonly SqlCommand[] = [
  {
    kind: 'execute',
    ticket: 2 ** 53 - 1,
    database: 3,
    batch: {
      database: 'größe',
      statements: [
        statement('INSERT INTO t VALUES (?, "ß€😀")'),
        statement('SELECT :a', bytes(0), ['a', ':ß']),
        { sql: '', parameters: NO_PARAMETERS },
      ],
      foreignKeysOff: true,
    },
  },
  { kind: 'publishCommit', database: 1, speculation: 77 },
  { kind: 'abortSpeculation', database: 1, epoch: 4 },
  { kind: 'applyCommit', database: 9, pages: bytes(300), verify: false },
  { kind: 'applyCommit', database: 9, pages: bytes(17_000), verify: true },
  { kind: 'markApplied', index: 2 ** 40 },
  { kind: 'query', ticket: 5, database: 2, statement: statement('SELECT 1') },
  { kind: 'query', ticket: 6, database: 2, statement: statement('x'.repeat(5000)), windowMax: 2 },
  { kind: 'query', ticket: 7, database: 2, statement: statement('SELECT 2'), windowMax: 8 },
  { kind: 'setLeading', term: 4, epochs: [{ database: 1, epoch: 2 }] },
]

const EXECUTED = {
  kind: 'executed',
  ticket: 8,
  database: 2,
  epoch: 1,
  term: 12,
  speculation: 900,
  pages: bytes(250),
  inParts: false,
  pageCount: 40,
  checksum: '00ff00ff00ff00ff',
  result: bytes(9),
} as const

const REPORTS: readonly SqlReport[] = [
  EXECUTED,
  { ...EXECUTED, pages: bytes(17_000) },
  { ...EXECUTED, pages: bytes(0), inParts: true },
  { kind: 'applied', index: 12 },
  { kind: 'rolledBack', ticket: 4 },
  { kind: 'rows', ticket: 1, columns: ['a', 'ä'], rowCount: 3, cells: bytes(64), last: true },
  { kind: 'rows', ticket: 1, columns: [], rowCount: 0, cells: bytes(0), last: false },
  { kind: 'rows', ticket: 2, columns: ['a'], rowCount: 1, cells: bytes(17_000), last: false },
]

describe('a port between threads', () => {
  test('brings the commands of a tick as one batch, in order', async () => {
    const [consensus, sql] = open()
    for (const command of COMMANDS) consensus.post(command)
    expect(await nextBatch(sql)).toEqual(COMMANDS)
  })

  test('brings the reports of a tick as one batch, in order', async () => {
    const [consensus, sql] = open()
    for (const report of REPORTS) sql.post(report)
    expect(await nextBatch(consensus)).toEqual(REPORTS)
  })

  test('also in any other order, and if none or all of them are packed', async () => {
    const seed = Date.now() % 1_000_000
    const dice = new Dice(seed)
    for (let round = 0; round < 50; round++) {
      const [consensus, sql] = open()
      const posted = Array.from({ length: 1 + dice.below(20) }, () => dice.pick(COMMANDS))
      for (const command of posted) consensus.post(command)
      const brought = await nextBatch(sql)
      expect(isDeepStrictEqual(brought, posted), `seed ${seed}, round ${round}`).toBe(true)
    }
  })

  test('packs what is frequent into one buffer', async () => {
    const { port1, port2 } = new MessageChannel()
    const packing = { out: SQL_COMMAND_PACKING, in: SQL_REPORT_PACKING }
    const port = createThreadPort<SqlCommand, SqlReport>(port1, systemClock, packing)
    ports.push(port as unknown as Port<never, never>)
    const received = new Promise((resolve) => port2.once('message', resolve))
    port.post(COMMANDS[0]!)
    port.post(COMMANDS[1]!)
    expect(await received).toBeInstanceOf(Uint8Array)
    port2.close()
  })
})
