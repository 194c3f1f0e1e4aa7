import { openNode, type NodeLimits } from '@quorumlite/node'
import { count, text, texts, usage, type Command, type OptionValues } from './command.ts'
import { toJson } from './output.ts'

export const startCommand: Command = {
  name: 'start',
  help: `Usage: quorumlite start --data DIR [--listen MULTIADDR] (--bootstrap | --join MULTIADDR...) [--secret FILE]

Runs a node whose state lives in DIR. In an empty directory, either begins a new cluster or joins one; later starts need
neither. Prints one line of JSON when the node serves: {"ready":true,"nodeId":..,"addresses":[..],..}.
Stops on SIGINT and SIGTERM. Ends with 1 when the node fails. What an operator should hear of (damaged pages, and their repair)
comes on stderr as lines of JSON: {"event":{"kind":"damaged",..}}.

  -d, --data DIR           the node's directory; made if it is absent
  -l, --listen MULTIADDR   where to listen (default: /ip4/127.0.0.1/tcp/0, a free loopback port); repeatable
  -a, --advertise MULTIADDR  what others shall dial instead; repeatable
  -b, --bootstrap          begins a new cluster, and makes its secret if the file does not exist
  -j, --join MULTIADDR     a member of the cluster to join; repeatable
      --role ROLE          voter (default), as soon as it has caught up, or learner
  -n, --name NAME          shown in status (default: the host's name)
  -s, --secret FILE        the cluster's secret (default: cluster.secret in DIR)
      --checkpoint-mib N   log that makes a checkpoint due (default: 16); a restart replays no more than about that
      --memory-mib N       for all databases together (default: 4096); growth ends at 7/8 of it. The same on all nodes
      --evict-idle-seconds N  pages of databases that nobody used for so long leave the memory (default: 60; 0: never)
      --disk-reserve-mib N a leader with less than this free takes no writes (default: 256; 0: never)
      --scrub-kib N        pages held against their hashes each second, in memory and on disk (default: 1024; 0: none)
  -h, --help               this text`,
  options: {
    data: { type: 'string', short: 'd' },
    listen: { type: 'string', short: 'l', multiple: true },
    advertise: { type: 'string', short: 'a', multiple: true },
    bootstrap: { type: 'boolean', short: 'b' },
    join: { type: 'string', short: 'j', multiple: true },
    role: { type: 'string' },
    name: { type: 'string', short: 'n' },
    secret: { type: 'string', short: 's' },
    'checkpoint-mib': { type: 'string' },
    'evict-idle-seconds': { type: 'string' },
    'disk-reserve-mib': { type: 'string' },
    'memory-mib': { type: 'string' },
    'scrub-kib': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
  async run({ options, io }) {
    const dataDir = text(options, 'data')
    if (dataDir === undefined) throw usage('--data DIR is missing', 'start')
    const role = text(options, 'role') ?? 'voter'
    if (role !== 'voter' && role !== 'learner') throw usage(`--role cannot be '${role}'`, 'start')
    const listen = texts(options, 'listen')
    const secret = text(options, 'secret')
    const name = text(options, 'name')
    await using node = await openNode({
      dataDir,
      advertise: texts(options, 'advertise'),
      bootstrap: options['bootstrap'] === true,
      join: texts(options, 'join'),
      role,
      ...(listen.length > 0 && { listen }),
      ...(secret !== undefined && { secret: { file: secret } }),
      ...(name !== undefined && { name }),
      limits: limitsBy(options),
      onProgress: ({ pages, pagesTotal }) =>
        io.progress?.(`loading: ${pages} of ${pagesTotal} pages`),
      onEvent: (event) => io.err(toJson({ event })),
    })
    io.progress?.('')
    const { nodeId, peerId, addresses, clusterId } = node.info
    io.out(toJson({ ready: true, nodeId, peerId, addresses, clusterId, pid: process.pid }))
    const stopped = new Promise<undefined>((resolve) => {
      if (io.signal.aborted) resolve(undefined)
      io.signal.addEventListener('abort', () => resolve(undefined))
    })
    const failure = await Promise.race([node.failed, stopped])
    if (failure) throw failure
    return 0
  },
}

const MIB = 1024 * 1024
const MEMORY_MIB_MIN = 32
const MEMORY_MIB_MAX = 4096

function limitsBy(options: OptionValues): Partial<NodeLimits> {
  const checkpointMib = count(options, 'checkpoint-mib', 0, 'start')
  const memoryMib = count(options, 'memory-mib', MEMORY_MIB_MAX, 'start')
  if (memoryMib < MEMORY_MIB_MIN || memoryMib > MEMORY_MIB_MAX) {
    throw usage(`--memory-mib is from ${MEMORY_MIB_MIN} to ${MEMORY_MIB_MAX}`, 'start')
  }
  const hasIdle = text(options, 'evict-idle-seconds') !== undefined
  const hasReserve = text(options, 'disk-reserve-mib') !== undefined
  const hasScrub = text(options, 'scrub-kib') !== undefined
  return {
    memoryBytesMax: memoryMib * MIB,
    ...(checkpointMib > 0 && { checkpointLogBytes: checkpointMib * MIB }),
    ...(hasIdle && {
      evictIdleMs: count(options, 'evict-idle-seconds', 0, 'start') * 1_000 || Infinity,
    }),
    ...(hasReserve && {
      diskReserveBytes: count(options, 'disk-reserve-mib', 0, 'start') * MIB,
    }),
    ...(hasScrub && { scrubBytesPerSecond: count(options, 'scrub-kib', 0, 'start') * 1_024 }),
  }
}
