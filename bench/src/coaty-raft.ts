// The one other Raft core for Node with the features of etcd's: a port of etcd/raft 3.5 by hand, @coaty/consensus.raft. It
// is no dependency: whoever wants the comparison has it installed once, into the cache of the user.

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { settle } from './settle.ts'

const NAME = '@coaty/consensus.raft'
const VERSION = '1.0.0'
const MIB = 1024 * 1024

/** As ours have it by default. */
const LIMITS = {
  electionTick: 10,
  heartbeatTick: 1,
  maxSizePerMsg: MIB,
  maxInflightMsgs: 256,
  maxUncommittedEntriesSize: 64 * MIB,
  checkQuorum: true,
  preVote: true,
}

/** As much of it as is used here. */
interface Ported {
  readonly RawNode: { NewRawNode(config: object): CoatyNode }
  readonly RaftConfig: new (options: object) => object
  readonly MemoryStorage: { NewMemoryStorage(): CoatyStorage }
  readonly Message: new (fields: object) => CoatyMessage
  readonly Entry: new (fields: { data: string }) => object
  readonly MessageType: { readonly MsgProp: number }
}

interface CoatyMessage {
  readonly to: string
}

interface CoatyReady {
  readonly entries: readonly object[]
  readonly messages: readonly CoatyMessage[]
  readonly hardState: { isEmptyHardState(): boolean }
}

interface CoatyNode {
  readonly raft: {
    readonly raftLog: { readonly applied: number; lastIndex(): number }
    readonly prs: { confState(): object }
  }
  campaign(): unknown
  step(message: CoatyMessage): unknown
  hasReady(): boolean
  ready(): CoatyReady
  advance(ready: CoatyReady): void
}

interface CoatyStorage {
  readonly ents: readonly object[]
  readonly snapshot: { readonly metadata: { readonly confState: { voters: readonly string[] } } }
  Append(entries: readonly object[]): void
  SetHardState(state: object): void
  CreateSnapshot(index: number, conf: object, data: null): void
  Compact(index: number): void
}

export const COATY: string = `${NAME}@${VERSION}`

/** Installs it if it is not there. */
export async function loadCoaty(progress: (words: string) => void): Promise<Ported> {
  const root = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache')
  const cache = join(root, 'quorumlite', COATY.replace('/', '-'))
  const installed = join(cache, 'node_modules', NAME)
  if (!existsSync(join(installed, 'package.json'))) {
    progress(`installing ${COATY} into ${cache}, once`)
    mkdirSync(cache, { recursive: true })
    const args = [
      'install',
      COATY,
      '--prefix',
      cache,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
    ]
    await promisify(execFile)('npm', args)
  }
  const require = createRequire(join(installed, 'package.json'))
  // Its files load the SQLite that its own storage is made of. Nothing here uses it, so that nobody has to build it.
  const unused = require.resolve('sqlite3')
  require.cache[unused] = { exports: { verbose: () => ({}) } } as NodeJS.Module
  const { discardLogger, setLogger } = require('./ported/logger.js')
  setLogger(discardLogger)
  return {
    ...require('./ported/rawnode.js'),
    ...require('./ported/raft.js'),
    ...require('./ported/storage.js'),
    ...require('./ported/raftpb/raft.pb.js'),
  } as Ported
}

interface Member {
  readonly raw: CoatyNode
  readonly storage: CoatyStorage
}

/** Three of its cores in one thread, driven as ours are. */
export class CoatyGroup {
  readonly #ported: Ported
  readonly #members: readonly Member[]
  readonly #leader: Member
  readonly #logEntries: number

  /** Compacts the log when it is `logEntries` long. */
  constructor(ported: Ported, logEntries: number) {
    this.#ported = ported
    this.#logEntries = logEntries
    const voters = ['1', '2', '3']
    this.#members = voters.map((id) => {
      const storage = ported.MemoryStorage.NewMemoryStorage()
      storage.snapshot.metadata.confState.voters = voters
      const config = new ported.RaftConfig({ ...LIMITS, id, storage })
      return { storage, raw: ported.RawNode.NewRawNode(config) }
    })
    this.#leader = this.#members[0]!
    this.#leader.raw.campaign()
    settle(this.#members, (member) => this.#work(member))
  }

  /** Until all members have applied it. */
  commit(proposals: readonly Uint8Array[]): void {
    const { Entry, Message, MessageType } = this.#ported
    // It measures entries by their JSON, of which text is the cheapest: bytes would cost it ten times as much.
    const entries = proposals.map(({ length }) => new Entry({ data: 'x'.repeat(length) }))
    const proposal = new Message({ type: MessageType.MsgProp, from: '1', entries })
    const refused = this.#leader.raw.step(proposal)
    if (refused) throw new Error(`${COATY} refused a proposal`, { cause: refused })
    settle(this.#members, (member) => this.#work(member))
    const { raftLog } = this.#leader.raw.raft
    if (raftLog.applied !== raftLog.lastIndex()) throw new Error('a proposal was not committed')
    for (const { raw, storage } of this.#members) {
      if (storage.ents.length < this.#logEntries) continue
      storage.CreateSnapshot(raw.raft.raftLog.applied, raw.raft.prs.confState(), null)
      storage.Compact(raw.raft.raftLog.applied)
    }
  }

  /** In the order that it asks for: nothing is sent before it is written. */
  #work({ raw, storage }: Member): void {
    const ready = raw.ready()
    storage.Append(ready.entries)
    if (!ready.hardState.isEmptyHardState()) storage.SetHardState(ready.hardState)
    for (const message of ready.messages) this.#members[Number(message.to) - 1]!.raw.step(message)
    raw.advance(ready)
  }
}
