import type { MessagePort } from 'node:worker_threads'
import type { NodeStorage } from '@quorumlite/storage'
import { CLIENT_PROTOCOL, systemClock } from '@quorumlite/transport'
import { errorToFailure } from '@quorumlite/wire'
import type { HostCommand, HostReport } from '../host-messages.ts'
import { createLocalChannel, LOCAL_FRAME_PACKING } from '../local-channel.ts'
import { openSystemReader } from '../local-stores.ts'
import type { ResolvedNodeOptions } from '../options.ts'
import { NodeRuntime, systemWorld, type RuntimeEvents } from '../runtime.ts'
import { SQL_COMMAND_PACKING, SQL_REPORT_PACKING } from '../sql/message-packing.ts'
import type { SqlCommand, SqlReport } from '../sql/messages.ts'
import { createThreadPort } from '../thread-port.ts'

/** What the worker is started with. */
export interface ConsensusWorkerData {
  readonly options: ResolvedNodeOptions
  readonly sqlPort: MessagePort
  readonly hostPort: MessagePort
}

/** Runs the node over storage that is being opened. */
export function serveConsensus(
  { options, sqlPort, hostPort }: ConsensusWorkerData,
  storage: Promise<NodeStorage>,
): void {
  const host = createThreadPort<HostReport, HostCommand>(hostPort, systemClock)
  const fail = (cause: unknown): void =>
    host.post({ kind: 'failed', failure: errorToFailure(cause) })

  // Whatever escapes is a bug of ours: the node fails and says why, the service's process lives on.
  process.on('uncaughtException', (cause) => {
    fail(cause)
    void runtime.then((node) => node?.stop())
  })

  const port = createThreadPort<SqlCommand, SqlReport>(sqlPort, systemClock, {
    out: SQL_COMMAND_PACKING,
    in: SQL_REPORT_PACKING,
  })
  const events: RuntimeEvents = {
    onFailure: fail,
    onProgress: (progress) => host.post({ kind: 'progress', ...progress }),
    onEvent: (event) => host.post({ kind: 'event', event }),
  }
  const world = { ...systemWorld, openStorage: () => storage, openReader: openSystemReader }
  const runtime = NodeRuntime.start(options, port, events, world).catch((cause: unknown) => {
    fail(cause)
    return undefined
  })

  host.onBatch((batch) => {
    for (const command of batch) void handle(command)
  })
  void runtime.then((node) => node && host.post({ kind: 'ready', info: node.info }))

  async function handle(command: HostCommand): Promise<void> {
    const node = await runtime
    if (command.kind === 'stop') {
      await node?.stop()
      sqlPort.close()
      host.post({ kind: 'stopped' })
      host.close()
      return
    }
    const client = createThreadPort(command.port, systemClock, LOCAL_FRAME_PACKING)
    const channel = createLocalChannel(client, command.peerId, CLIENT_PROTOCOL)
    // A refused handshake has told the client why.
    if (node) await node.serveLocal(channel).catch(() => undefined)
    else channel.abort(new Error('the node did not start'))
  }
}
