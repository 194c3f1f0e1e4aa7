// What a cluster agrees on, without a cluster: one log that every fake node reads and whoever leads writes.

import {
  encodeRecordedResult,
  errorToFailure,
  type Position,
  QuorumliteError,
  type RecordedResult,
  type RequestKey,
} from '@quorumlite/wire'

export interface Recorded {
  readonly index: number
  readonly result: Uint8Array
}

interface FakeSession {
  floor: number
  readonly records: Map<number, Recorded>
}

export class FakeLog {
  historyId: Uint8Array = new TextEncoder().encode('history-1')
  index = 100
  readonly sessions = new Map<number, FakeSession>()
  /** Everything that was executed, in order: what may appear once and no more. */
  readonly executions: { readonly what: string; readonly key: RequestKey }[] = []
  /** The highest distance that a number was ever seen above the floor it came with. */
  widestWindow = 0

  position(index: number = this.index): Position {
    return { group: 1, historyId: this.historyId, index }
  }

  openSession(): number {
    const id = ++this.index
    this.sessions.set(id, { floor: 1, records: new Map() })
    return id
  }

  /** The record of a number that was settled before. @throws what a node would refuse it with. */
  lookup({ session: id, number }: RequestKey): Recorded | undefined {
    const session = this.sessions.get(id)
    if (!session) throw new QuorumliteError('SESSION_EXPIRED', `there is no session ${id}`)
    if (number < session.floor) {
      throw new QuorumliteError('NUMBER_TOO_OLD', `${number} is below ${session.floor}`)
    }
    return session.records.get(number)
  }

  settle(key: RequestKey, result: RecordedResult): Recorded {
    const known = this.lookup(key)
    if (known) return known
    const recorded = { index: ++this.index, result: encodeRecordedResult(result) }
    const session = this.sessions.get(key.session)!
    session.records.set(key.number, recorded)
    this.widestWindow = Math.max(this.widestWindow, key.number - key.acknowledgedFloor + 1)
    session.floor = Math.max(session.floor, key.acknowledgedFloor)
    for (const number of session.records.keys()) {
      if (number < session.floor) session.records.delete(number)
    }
    return recorded
  }

  /** Executes a request, unless its number is settled already. */
  execute(key: RequestKey, statements: readonly string[]): Recorded {
    const known = this.lookup(key)
    if (known) return known
    const failed = statements.findIndex((statement) => statement.startsWith('fail'))
    if (failed >= 0) {
      const error = new QuorumliteError('SQL_ERROR', `near "${statements[failed]}": syntax error`, {
        details: { sqliteCode: 1, statementIndex: failed },
      })
      return this.settle(key, { kind: 'failure', value: errorToFailure(error) })
    }
    const results = statements.map((what) => {
      this.executions.push({ what, key })
      return {
        changes: 1,
        lastInsertRowid: rowid(this.executions.length),
        columns: [],
        rowCount: 0,
        cells: new Uint8Array(0),
      }
    })
    return this.settle(key, { kind: 'ok', value: { results } })
  }

  count(what: string): number {
    return this.executions.filter((execution) => execution.what === what).length
  }
}

/** An int32 cell. */
function rowid(value: number): Uint8Array {
  const cell = new Uint8Array(8)
  const view = new DataView(cell.buffer)
  view.setUint32(0, (4 << 3) | 1, true)
  view.setInt32(4, value, true)
  return cell
}
