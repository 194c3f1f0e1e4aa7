// The messages of reads and writes, in both directions, as `Packing` wants them: all others are rare.

import type { ExecuteBatch, Statement } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { Packing, PackReader, PackWriter } from '../packing.ts'
import type { SqlCommand, SqlReport } from './messages.ts'

/** More than this is moved, or cloned, sooner than copied into a buffer with others. */
export const PACKED_BYTES_MAX: number = 16 * 1024
/** A long text costs more to encode and decode than to clone. */
const PACKED_TEXT_UNITS_MAX = 1024
const PACKED_STATEMENTS_MAX = 16

const Tag = {
  execute: 1,
  publishCommit: 2,
  applyCommit: 3,
  markApplied: 4,
  query: 5,
  executed: 6,
  applied: 7,
  rows: 8,
} as const

export const SQL_COMMAND_PACKING: Packing<SqlCommand> = {
  pack(command, writer) {
    switch (command.kind) {
      case 'execute': {
        const { ticket, database, batch } = command
        if (!isSmallBatch(batch)) return false
        writer.u8(Tag.execute)
        writer.number(ticket)
        writer.number(database)
        writer.text(batch.database)
        writer.flag(batch.foreignKeysOff)
        writer.count(batch.statements.length)
        for (const statement of batch.statements) packStatement(statement, writer)
        return true
      }
      case 'publishCommit':
        writer.u8(Tag.publishCommit)
        writer.number(command.database)
        writer.number(command.speculation)
        return true
      case 'applyCommit':
        if (command.pages.length > PACKED_BYTES_MAX) return false
        writer.u8(Tag.applyCommit)
        writer.number(command.database)
        writer.bytes(command.pages)
        writer.flag(command.verify)
        return true
      case 'markApplied':
        writer.u8(Tag.markApplied)
        writer.number(command.index)
        return true
      case 'query': {
        const { ticket, database, statement, windowMax } = command
        if (!isSmallStatement(statement)) return false
        writer.u8(Tag.query)
        writer.number(ticket)
        writer.number(database)
        packStatement(statement, writer)
        writer.number(windowMax ?? NO_WINDOW)
        return true
      }
      default:
        return false
    }
  },

  unpack(reader) {
    const tag = reader.u8()
    switch (tag) {
      case Tag.execute: {
        const ticket = reader.number()
        const database = reader.number()
        return { kind: 'execute', ticket, database, batch: unpackBatch(reader) }
      }
      case Tag.publishCommit:
        return { kind: 'publishCommit', database: reader.number(), speculation: reader.number() }
      case Tag.applyCommit:
        return {
          kind: 'applyCommit',
          database: reader.number(),
          pages: reader.bytes(),
          verify: reader.flag(),
        }
      case Tag.markApplied:
        return { kind: 'markApplied', index: reader.number() }
      default: {
        assert(tag === Tag.query, 'a tag stands for a command')
        const ticket = reader.number()
        const database = reader.number()
        const statement = unpackStatement(reader)
        const windowMax = reader.number()
        const window = windowMax === NO_WINDOW ? {} : { windowMax }
        return { kind: 'query', ticket, database, statement, ...window }
      }
    }
  },
}

export const SQL_REPORT_PACKING: Packing<SqlReport> = {
  pack(report, writer) {
    switch (report.kind) {
      case 'executed':
        if (report.pages.length + report.result.length > PACKED_BYTES_MAX) return false
        writer.u8(Tag.executed)
        writer.number(report.ticket)
        writer.number(report.database)
        writer.number(report.epoch)
        writer.number(report.term)
        writer.number(report.speculation)
        writer.bytes(report.pages)
        writer.flag(report.inParts)
        writer.number(report.pageCount)
        writer.text(report.checksum)
        writer.bytes(report.result)
        return true
      case 'applied':
        writer.u8(Tag.applied)
        writer.number(report.index)
        return true
      case 'rows':
        if (report.cells.length > PACKED_BYTES_MAX || !areShort(report.columns)) return false
        writer.u8(Tag.rows)
        writer.number(report.ticket)
        writer.texts(report.columns)
        writer.number(report.rowCount)
        writer.bytes(report.cells)
        writer.flag(report.last)
        return true
      default:
        return false
    }
  },

  unpack(reader) {
    const tag = reader.u8()
    switch (tag) {
      case Tag.executed:
        return {
          kind: 'executed',
          ticket: reader.number(),
          database: reader.number(),
          epoch: reader.number(),
          term: reader.number(),
          speculation: reader.number(),
          pages: reader.bytes(),
          inParts: reader.flag(),
          pageCount: reader.number(),
          checksum: reader.text(),
          result: reader.bytes(),
        }
      case Tag.applied:
        return { kind: 'applied', index: reader.number() }
      default:
        assert(tag === Tag.rows, 'a tag stands for a report')
        return {
          kind: 'rows',
          ticket: reader.number(),
          columns: reader.texts(),
          rowCount: reader.number(),
          cells: reader.bytes(),
          last: reader.flag(),
        }
    }
  },
}

/** Stands for a window that is not bounded; one that is has room for a piece. */
const NO_WINDOW = 0

function isSmallBatch({ statements }: ExecuteBatch): boolean {
  return statements.length <= PACKED_STATEMENTS_MAX && statements.every(isSmallStatement)
}

function isSmallStatement({ sql, parameters }: Statement): boolean {
  const { cells, names } = parameters
  return cells.length <= PACKED_BYTES_MAX && sql.length <= PACKED_TEXT_UNITS_MAX && areShort(names)
}

function areShort(texts: readonly string[]): boolean {
  let units = 0
  for (const text of texts) units += text.length
  return units <= PACKED_TEXT_UNITS_MAX
}

function packStatement({ sql, parameters }: Statement, writer: PackWriter): void {
  writer.text(sql)
  writer.bytes(parameters.cells)
  writer.texts(parameters.names)
}

function unpackStatement(reader: PackReader): Statement {
  return { sql: reader.text(), parameters: { cells: reader.bytes(), names: reader.texts() } }
}

function unpackBatch(reader: PackReader): ExecuteBatch {
  const database = reader.text()
  const foreignKeysOff = reader.flag()
  const statements: Statement[] = []
  for (let left = reader.count(); left > 0; left--) statements.push(unpackStatement(reader))
  return { database, statements, foreignKeysOff }
}
