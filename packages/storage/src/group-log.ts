// The log of one group: what is durable of it for reading, and how a write changes it.

import assert from 'node:assert/strict'

import type { Entry, Index, Term } from '@quorumlite/raft'
import { CompactedError, UnavailableError } from '@quorumlite/raft'

import { damaged, readFailed } from './errors.ts'
import { describeKey, logKey } from './keys.ts'
import type { LogIndex, RecordPlace } from './log-index.ts'
import type { LogRecord } from './log-record.ts'
import { decodeLogRecord, encodeLogRecord, entriesOfRecord } from './log-record.ts'
import type { StorageLevel } from './storage.ts'
import type { NumberedBatch } from './write-sequencer.ts'

/** A larger append becomes several records of the same batch, so that reading one entry never reads much more. */
const RECORD_BYTES_MAX = 1024 * 1024

export interface PreparedAppend {
  readonly lastIndex: Index
  readonly logChecksum: number
  /** To be called once the batch is durable. */
  readonly applied: () => void
}

/** In the order of the log. */
export interface ObsoleteRecords {
  readonly keys: readonly Uint8Array[]
  /** Of their values. */
  readonly bytes: number
}

export class GroupLog {
  readonly #level: StorageLevel
  readonly #group: number
  readonly #generation: number
  readonly #index: LogIndex
  /** The record that was read last: a follower far behind asks for one record in several steps. */
  #lastRead: { readonly place: RecordPlace; readonly entries: readonly Entry[] } | undefined

  constructor(level: StorageLevel, group: number, generation: number, index: LogIndex) {
    this.#level = level
    this.#group = group
    this.#generation = generation
    this.#index = index
  }

  get firstIndex(): Index {
    return this.#index.firstIndex
  }

  get lastIndex(): Index {
    return this.#index.lastIndex
  }

  term(index: Index): Term {
    if (index < this.firstIndex - 1) throw new CompactedError(index, this.firstIndex)
    if (index > this.lastIndex) throw new UnavailableError(index, this.lastIndex)
    return this.#index.term(index)
  }

  indexBeforeBytes(bytesMax: number, index: Index): Index {
    return this.#index.indexBeforeBytes(bytesMax, index)
  }

  entries(lo: Index, hi: Index, maxBytes: number): readonly Entry[] {
    assert(lo <= hi, 'the range is in order')
    if (lo < this.firstIndex) throw new CompactedError(lo, this.firstIndex)
    if (hi > this.lastIndex + 1) throw new UnavailableError(hi - 1, this.lastIndex)
    const found: Entry[] = []
    let bytes = 0
    for (let next = lo; next < hi;) {
      for (const entry of this.#recordWith(next)) {
        if (entry.index < next) continue
        if (entry.index >= hi) return found
        bytes += entry.data.length
        if (bytes > maxBytes && found.length > 0) return found
        found.push(entry)
      }
      next = lo + found.length
    }
    return found
  }

  /**
   * Puts the entries in place of everything from the first of them on: a record that holds entries on both sides is
   * cut, later ones are deleted, all in this batch. A cut in a batch of its own could be the last thing that a crash
   * leaves, and the log would have lost entries that it had acknowledged.
   */
  prepareAppend(batch: NumberedBatch, entries: readonly Entry[]): PreparedAppend {
    const first = (entries[0] as Entry).index
    assert(first >= this.firstIndex && first <= this.lastIndex + 1, 'entries continue the log')
    const records: LogRecord[] = []
    let previousChecksum = this.#index.checksumBefore(first)
    const put = (recordEntries: readonly Entry[]): void => {
      const key = this.#key((recordEntries[0] as Entry).index)
      const record = encodeLogRecord(key, recordEntries, previousChecksum, batch.number)
      batch.put(key, record.bytes)
      previousChecksum = record.checksum
      records.push(record)
    }
    for (const place of this.#index.placesFrom(first)) {
      // What a straddler holds at or before the compacted index is not missed.
      const kept = place.firstIndex < first && first > this.firstIndex
      if (kept) put(this.#read(place).filter((entry) => entry.index < first))
      else batch.del(this.#key(place.firstIndex))
    }
    for (const part of splitBySize(entries)) put(part)
    return {
      lastIndex: (entries.at(-1) as Entry).index,
      logChecksum: previousChecksum,
      applied: () => {
        this.#lastRead = undefined
        this.#index.truncate(first)
        for (const record of records) this.#index.push(record)
      },
    }
  }

  /** Moves the beginning of the log; returns the records that are of no use any more. */
  compact(throughIndex: Index): ObsoleteRecords {
    this.#lastRead = undefined
    const places = this.#index.compact(throughIndex)
    let bytes = 0
    for (const { byteLength } of places) bytes += byteLength
    return { keys: places.map(({ firstIndex }) => this.#key(firstIndex)), bytes }
  }

  #recordWith(index: Index): readonly Entry[] {
    const place = this.#index.locate(index)
    const entries = this.#read(place)
    const last = entries.at(-1) as Entry
    if (last.index < index) {
      throw damaged(describeKey(this.#key(place.firstIndex)), `it ends before entry ${index}`)
    }
    return entries
  }

  #read(place: RecordPlace): readonly Entry[] {
    if (this.#lastRead?.place.checksum === place.checksum) return this.#lastRead.entries
    const cached = this.#index.cached(place.firstIndex)
    if (cached !== undefined) {
      const entries = entriesOfRecord(cached)
      this.#lastRead = { place, entries }
      return entries
    }
    const key = this.#key(place.firstIndex)
    let bytes: Uint8Array | undefined
    try {
      bytes = this.#level.getSync(key)
    } catch (error) {
      throw readFailed(describeKey(key), error)
    }
    if (bytes === undefined) throw damaged(describeKey(key), 'it is missing')
    const record = decodeLogRecord(key, bytes)
    // While an append is being written that cuts this record, the cut one may be found already: what is left of it is
    // all that Raft still asks for.
    if (record.checksum === place.checksum) this.#lastRead = { place, entries: record.entries }
    return record.entries
  }

  #key(firstIndex: Index): Uint8Array {
    return logKey(this.#group, this.#generation, firstIndex)
  }
}

function splitBySize(entries: readonly Entry[]): (readonly Entry[])[] {
  const parts: (readonly Entry[])[] = []
  let start = 0
  let bytes = 0
  for (let position = 0; position < entries.length; position++) {
    const { data } = entries[position] as Entry
    if (position > start && bytes + data.length > RECORD_BYTES_MAX) {
      parts.push(entries.slice(start, position))
      start = position
      bytes = 0
    }
    bytes += data.length
  }
  parts.push(start === 0 ? entries : entries.slice(start))
  return parts
}
