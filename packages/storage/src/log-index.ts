// What is where in the log of one group, in memory: where each record begins, the terms, and the entries of the recent
// tail. Followers that keep up and all questions for terms are answered from here.

import assert from 'node:assert/strict'

import type { Entry, Index, Term } from '@quorumlite/raft'

import type { LogRecord } from './log-record.ts'

export interface RecordPlace {
  readonly firstIndex: Index
  readonly lastIndex: Index
  readonly checksum: number
  readonly byteLength: number
}

interface IndexedRecord {
  readonly firstIndex: Index
  readonly checksum: number
  /** Undefined once evicted. Not as entries: many small objects that live for minutes are work for the garbage collector. */
  bytes: Uint8Array | undefined
  readonly byteLength: number
}

/** Entries from `startIndex` on have `term`, up to the next run. */
interface TermRun {
  readonly startIndex: Index
  readonly term: Term
}

export class LogIndex {
  readonly #cacheBytesMax: number
  #records: IndexedRecord[] = []
  #terms: TermRun[]
  #compactedIndex: Index
  #lastIndex: Index
  /** Checksum of the record before the first one. */
  #baseChecksum: number
  #cacheBytes = 0
  /** Records before this one are evicted. */
  #cachedFrom = 0

  constructor(
    compactedIndex: Index,
    compactedTerm: Term,
    baseChecksum: number,
    cacheBytesMax: number,
  ) {
    this.#compactedIndex = compactedIndex
    this.#lastIndex = compactedIndex
    this.#terms = [{ startIndex: compactedIndex, term: compactedTerm }]
    this.#baseChecksum = baseChecksum
    this.#cacheBytesMax = cacheBytesMax
  }

  get firstIndex(): Index {
    return this.#compactedIndex + 1
  }

  get lastIndex(): Index {
    return this.#lastIndex
  }

  get lastChecksum(): number {
    return this.#records.at(-1)?.checksum ?? this.#baseChecksum
  }

  get recordCount(): number {
    return this.#records.length
  }

  /** For `firstIndex - 1 <= index <= lastIndex`. */
  term(index: Index): Term {
    assert(index >= this.#compactedIndex && index <= this.#lastIndex, 'the index is in the log')
    return (this.#terms[this.#runAt(index)] as TermRun).term
  }

  /** Adds a record at the end. One that begins before `firstIndex` is the straddler of a compaction. */
  push(record: LogRecord): void {
    const first = record.entries[0] as Entry
    const last = record.entries.at(-1) as Entry
    assert(
      this.#records.length === 0
        ? first.index <= this.firstIndex && last.index >= this.firstIndex
        : first.index === this.#lastIndex + 1,
      'records are consecutive',
    )
    let { term: latest } = this.#terms.at(-1) as TermRun
    for (const { index, term } of record.entries) {
      if (index <= this.#compactedIndex || term === latest) continue
      assert(term > latest, 'terms never decrease along the log')
      this.#terms.push({ startIndex: index, term })
      latest = term
    }
    this.#records.push({
      firstIndex: first.index,
      checksum: record.checksum,
      bytes: record.bytes,
      byteLength: record.bytes.length,
    })
    this.#lastIndex = last.index
    this.#cacheBytes += record.bytes.length
    this.#evict()
  }

  /** The record that holds `index`. */
  locate(index: Index): RecordPlace {
    return this.#place(this.#positionOf(index))
  }

  /** The index after which records with at most `bytesMax` bytes follow, up to the one that holds `index`. */
  indexBeforeBytes(bytesMax: number, index: Index): Index {
    if (index <= this.#compactedIndex) return this.#compactedIndex
    let bytes = 0
    for (let i = this.#positionOf(index); i >= 0; i--) {
      bytes += (this.#records[i] as IndexedRecord).byteLength
      if (bytes > bytesMax) return Math.min(index, this.#place(i).lastIndex)
    }
    return this.#compactedIndex
  }

  /** Records that hold an entry at or after `index`, in order. */
  placesFrom(index: Index): RecordPlace[] {
    if (index > this.#lastIndex) return []
    const places: RecordPlace[] = []
    for (let i = this.#positionOf(index); i < this.#records.length; i++) places.push(this.#place(i))
    return places
  }

  /** A record if it is still in memory. */
  cached(firstIndex: Index): Uint8Array | undefined {
    return (this.#records[this.#positionOf(firstIndex)] as IndexedRecord).bytes
  }

  /** Checksum of the record before the one that holds `index`. */
  checksumBefore(index: Index): number {
    const position = index > this.#lastIndex ? this.#records.length : this.#positionOf(index)
    return this.#records[position - 1]?.checksum ?? this.#baseChecksum
  }

  /** Forgets every record that holds an entry at or after `index`; what they held before it has to be pushed again. */
  truncate(index: Index): void {
    assert(index > this.#compactedIndex, 'what is compacted is never overwritten')
    if (index > this.#lastIndex) return
    const position = this.#positionOf(index)
    const start = (this.#records[position] as IndexedRecord).firstIndex
    for (const record of this.#records.splice(position)) {
      if (record.bytes !== undefined) this.#cacheBytes -= record.byteLength
    }
    this.#cachedFrom = Math.min(this.#cachedFrom, this.#records.length)
    this.#lastIndex = Math.max(start - 1, this.#compactedIndex)
    while ((this.#terms.at(-1) as TermRun).startIndex > this.#lastIndex) this.#terms.pop()
  }

  /** Moves the beginning of the log; returns the records that hold nothing after it. */
  compact(index: Index): RecordPlace[] {
    assert(index >= this.#compactedIndex && index <= this.#lastIndex, 'compaction stays in the log')
    const term = this.term(index)
    const run = this.#runAt(index)
    const kept = index === this.#lastIndex ? this.#records.length : this.#positionOf(index + 1)
    const dropped = this.#records.slice(0, kept).map((_, i) => this.#place(i))
    if (kept > 0) this.#baseChecksum = (this.#records[kept - 1] as IndexedRecord).checksum
    for (const record of this.#records.splice(0, kept)) {
      if (record.bytes !== undefined) this.#cacheBytes -= record.byteLength
    }
    this.#cachedFrom = Math.max(0, this.#cachedFrom - kept)
    this.#terms = [{ startIndex: index, term }, ...this.#terms.slice(run + 1)]
    this.#compactedIndex = index
    return dropped
  }

  #evict(): void {
    // The last record stays whatever its size: it is what followers are about to be sent.
    while (this.#cacheBytes > this.#cacheBytesMax && this.#cachedFrom < this.#records.length - 1) {
      const record = this.#records[this.#cachedFrom] as IndexedRecord
      if (record.bytes !== undefined) this.#cacheBytes -= record.byteLength
      record.bytes = undefined
      this.#cachedFrom += 1
    }
  }

  #place(position: number): RecordPlace {
    const { firstIndex, checksum, byteLength } = this.#records[position] as IndexedRecord
    const next = this.#records[position + 1]
    const lastIndex = next ? next.firstIndex - 1 : this.#lastIndex
    return { firstIndex, lastIndex, checksum, byteLength }
  }

  #positionOf(index: Index): number {
    assert(index <= this.#lastIndex, 'the index is in the log')
    return lastAtOrBefore(this.#records, (record) => record.firstIndex, index)
  }

  #runAt(index: Index): number {
    return lastAtOrBefore(this.#terms, (run) => run.startIndex, index)
  }
}

/** Position of the last item whose number is at most `limit`; items are sorted, and the first qualifies. */
function lastAtOrBefore<T>(
  items: readonly T[],
  numberOf: (item: T) => number,
  limit: number,
): number {
  let low = 0
  let high = items.length - 1
  assert(high >= 0 && numberOf(items[0] as T) <= limit, 'the search has an answer')
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (numberOf(items[middle] as T) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
