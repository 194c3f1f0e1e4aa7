import {
  createEngine,
  createMemory,
  createReaderEngine,
  type ReaderEngine,
} from '@quorumlite/sqlite'
import { createVirtualClock, type VirtualClock } from '@quorumlite/transport'
import type {
  ReaderCommand,
  ReaderReport,
  ReaderSetup,
} from '../../../../../packages/node/src/sql/reader-messages.ts'
import { ReaderService } from '../../../../../packages/node/src/sql/reader-service.ts'
import type { StartedReader } from '../../../../../packages/node/src/sql/reader-threads.ts'
import { createDelayedPorts } from './queue-ports.ts'
import { Half, type HalfOptions } from './sql-half.ts'

export const THREADS_MAX = 2

/** Reader threads that are none: they run here, behind ports as slow as those of threads, and die when told to. */
export class Readers {
  /** Of those that were started, in order. */
  readonly kills: (() => void)[] = []
  readonly #clock: VirtualClock
  readonly #engines: ReaderEngine[]

  constructor(clock: VirtualClock, engines: ReaderEngine[]) {
    this.#clock = clock
    this.#engines = engines
  }

  start(setup: ReaderSetup): StartedReader {
    const { limits } = setup
    const [port, its] = createDelayedPorts<ReaderCommand, ReaderReport>(this.#clock, () => 1)
    const engine = this.#engines.shift()
    if (!engine) throw new Error('no more readers were prepared')
    new ReaderService({ port: its, engine, clock: this.#clock, limits, onRun: () => undefined })
    const ended = new Promise<Error>((resolve) => {
      this.kills.push(() => resolve(new Error('killed by the test')))
    })
    return { port, ended, terminate: this.kills.at(-1) as () => void }
  }
}

/** A half that leads, with one empty database, and readers. */
export async function openLeaderWithReaders(
  options: HalfOptions = {},
): Promise<{ half: Half; readers: Readers }> {
  const clock = createVirtualClock()
  const engine = await createEngine({
    memory: createMemory({ shared: true }),
    now: () => clock.wallMs(),
  })
  const { sharing } = engine
  if (!sharing) throw new Error('the memory is shared')
  // Numbers as attachReader will give them out: each test starts at most two, and replaces the first one.
  const numbers = [0, 1, 0]
  const engines = await Promise.all(
    numbers.map((reader) => createReaderEngine({ sharing, reader })),
  )
  const readers = new Readers(clock, engines)
  const readerThreads = {
    threadsMax: THREADS_MAX,
    start: (setup: ReaderSetup) => readers.start(setup),
  }
  const half = new Half(engine, { ...options, clock, readerThreads })
  half.createDatabase()
  half.lead()
  await half.settle()
  return { half, readers }
}
