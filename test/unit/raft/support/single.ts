// One node with its disk, whose peers are played by the test.

import {
  type ConfState,
  type Entry,
  MemoryStorage,
  type Message,
  type MessageType,
  RawNode,
  type Ready,
} from '@quorumlite/raft'
import { entries } from './messages.ts'
import { voters } from './cluster.ts'
import type { NodeOptions } from '../../../sim/core/simulated-node.ts'

export interface SingleOptions extends NodeOptions {
  readonly conf?: ConfState
  readonly term?: number
  readonly vote?: number
  readonly commit?: number
  /** Terms of the entries in the log, from index 1. */
  readonly log?: readonly number[]
  readonly applied?: number
}

export class Single {
  readonly storage: MemoryStorage
  readonly raw: RawNode
  readonly sent: Message[] = []
  readonly applied: Entry[] = []

  constructor({ conf, term, vote, commit, log, applied, ...options }: SingleOptions = {}) {
    this.storage = new MemoryStorage(conf ?? voters(1, 2, 3))
    this.storage.append(entries(1, ...(log ?? [])))
    this.storage.setHardState({
      term: term ?? log?.at(-1) ?? 0,
      vote: vote ?? 0,
      commit: commit ?? 0,
    })
    this.raw = new RawNode({
      id: 1,
      storage: this.storage,
      random: () => 0,
      applied: applied ?? 0,
      ...options,
    })
  }

  /** The log as terms, from index 1, with what is not written yet: as the node itself would answer for it. */
  get log(): number[] {
    this.run()
    const last = this.storage.lastIndex()
    const first = this.storage.firstIndex()
    return Array.from({ length: last - first + 1 }, (_, i) => this.storage.term(first + i))
  }

  /** Writes what a Ready asks for. */
  persist(ready: Ready): void {
    if (ready.snapshot !== undefined) {
      this.storage.applySnapshot(ready.snapshot)
    }
    this.storage.append(ready.entries)
    if (ready.hardState !== undefined) {
      this.storage.setHardState(ready.hardState)
    }
  }

  /** Does all that is asked, until nothing is; answers the messages. */
  run(): Message[] {
    const before = this.sent.length
    while (this.raw.hasReady()) {
      const ready = this.raw.ready()
      this.sent.push(...ready.messages)
      this.persist(ready)
      this.sent.push(...ready.messagesAfterAppend)
      this.applied.push(...ready.committedEntries)
      this.raw.advance()
    }
    return this.sent.slice(before)
  }

  /** Steps messages, does what is asked, and answers what was sent because of them. */
  step(...messages: Message[]): Message[] {
    messages.forEach((message) => this.raw.step(message))
    return this.run()
  }

  sentOf(type: MessageType): Message[] {
    return this.sent.filter((message) => message.type === type)
  }
}
