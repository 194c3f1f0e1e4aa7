// An abstract-level database on a volatile disk.

import type { AbstractDatabaseOptions } from 'abstract-level'
import { AbstractIterator, AbstractLevel } from 'abstract-level'

import type { ByteString, StringRange } from './sorted-map.ts'
import { fromByteString, toByteString } from './sorted-map.ts'
import type { BatchOperation, DiskHandle } from './volatile-disk.ts'

/** What abstract-level passes down once it has encoded keys and values. */
interface RangeOptions {
  readonly gt?: Uint8Array
  readonly gte?: Uint8Array
  readonly lt?: Uint8Array
  readonly lte?: Uint8Array
  readonly limit: number
  readonly reverse: boolean
}

type EncodedOperation =
  | { readonly type: 'put'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: Uint8Array }

// A constant, because the types of abstract-level do not know `getSync` yet.
const MANIFEST = { encodings: { view: true }, getSync: true, has: true, permanence: true }

export class VolatileLevel extends AbstractLevel<
  Buffer | Uint8Array | string,
  Uint8Array,
  Uint8Array
> {
  readonly #acquire: () => DiskHandle
  #disk: DiskHandle | undefined

  constructor(acquire: () => DiskHandle) {
    const options: AbstractDatabaseOptions<Uint8Array, Uint8Array> = {
      keyEncoding: 'view',
      valueEncoding: 'view',
    }
    super(MANIFEST, options)
    this.#acquire = acquire
  }

  async _open(): Promise<void> {
    this.#disk = this.#acquire()
  }

  async _close(): Promise<void> {
    this.#disk?.release()
    this.#disk = undefined
  }

  async _put(key: Uint8Array, value: Uint8Array, options: object): Promise<void> {
    await this._batch([{ type: 'put', key, value }], options)
  }

  async _del(key: Uint8Array, options: object): Promise<void> {
    await this._batch([{ type: 'del', key }], options)
  }

  async _batch(operations: readonly EncodedOperation[], options: object): Promise<void> {
    // Copied now: the caller may use its buffers again as soon as the call has returned.
    const copies = operations.map((operation): BatchOperation => {
      const key = toByteString(operation.key)
      if (operation.type === 'del') return { type: 'del', key }
      return { type: 'put', key, value: operation.value.slice() }
    })
    await this.#handle().write(copies, isSynced(options))
  }

  async _clear(options: RangeOptions): Promise<void> {
    const content = this.#handle().content()
    const keys = content.keys(toStrings(options), limitOf(options), options.reverse)
    await this.#handle().write(
      keys.map((key) => ({ type: 'del', key })),
      false,
    )
  }

  _getSync(key: Uint8Array): Uint8Array | undefined {
    const disk = this.#handle()
    disk.assertAlive()
    return disk.content().get(toByteString(key))?.slice()
  }

  async _get(key: Uint8Array): Promise<Uint8Array | undefined> {
    const value = this._getSync(key)
    await this.#handle().turn()
    return value
  }

  async _getMany(keys: readonly Uint8Array[]): Promise<(Uint8Array | undefined)[]> {
    const values = keys.map((key) => this._getSync(key))
    await this.#handle().turn()
    return values
  }

  async _has(key: Uint8Array): Promise<boolean> {
    return (await this._get(key)) !== undefined
  }

  _iterator(options: RangeOptions): VolatileIterator {
    return new VolatileIterator(this, options, this.#handle())
  }

  #handle(): DiskHandle {
    if (this.#disk === undefined) throw new Error('the database is not open')
    return this.#disk
  }
}

/** Sees the database as it was when the iterator was made. */
class VolatileIterator extends AbstractIterator<VolatileLevel, Uint8Array, Uint8Array> {
  readonly #disk: DiskHandle
  readonly #entries: readonly (readonly [ByteString, Uint8Array])[]
  readonly #reverse: boolean
  #position = 0

  constructor(level: VolatileLevel, options: RangeOptions, disk: DiskHandle) {
    super(level, options as object)
    this.#disk = disk
    this.#reverse = options.reverse
    const content = disk.content()
    this.#entries = content
      .keys(toStrings(options), limitOf(options), options.reverse)
      .map((key) => [key, content.get(key) as Uint8Array])
  }

  async _next(): Promise<[Uint8Array, Uint8Array] | undefined> {
    await this.#disk.turn()
    return this.#take()
  }

  async _nextv(size: number): Promise<[Uint8Array, Uint8Array][]> {
    await this.#disk.turn()
    const taken: [Uint8Array, Uint8Array][] = []
    for (let entry = this.#take(); entry !== undefined; entry = this.#take()) {
      taken.push(entry)
      if (taken.length === size) break
    }
    return taken
  }

  _seek(target: Uint8Array): void {
    const key = toByteString(target)
    const found = this.#entries.findIndex(([k]) => (this.#reverse ? k <= key : k >= key))
    this.#position = found === -1 ? this.#entries.length : found
  }

  #take(): [Uint8Array, Uint8Array] | undefined {
    const entry = this.#entries[this.#position]
    if (entry === undefined) return undefined
    this.#position += 1
    return [fromByteString(entry[0]), entry[1].slice()]
  }
}

function toStrings({ gt, gte, lt, lte }: RangeOptions): StringRange {
  const encode = (bytes: Uint8Array | undefined): ByteString | undefined =>
    bytes === undefined ? undefined : toByteString(bytes)
  return { gt: encode(gt), gte: encode(gte), lt: encode(lt), lte: encode(lte) }
}

/** abstract-level says -1 for "no limit". */
function limitOf({ limit }: RangeOptions): number {
  return limit < 0 ? Number.POSITIVE_INFINITY : limit
}

function isSynced(options: object): boolean {
  return 'sync' in options && options.sync === true
}
