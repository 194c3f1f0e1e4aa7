import { fileURLToPath } from 'node:url'
import { BenchCluster } from '../cluster.ts'
import { etcdStatus } from '../etcd.ts'
import type { EtcdSettings } from '../etcd-process.ts'
import { runForked, runLoad, type LoadSummary } from '../load.ts'
import { labelOf, repeated, type Result, type Suite, type SuiteOptions } from '../suite.ts'

const CALLERS = [1, 16, 64]
const WARM_UP_SECONDS = 10
const KEYS_PER_RUN = 100_000_000

export const peers: Suite = {
  name: 'peers',
  summary: 'the inserts of `writes` beside puts of as many bytes to an etcd that runs already',
  async run(options) {
    const leader = await findLeader(options)
    if (leader === undefined) {
      options.remark('No etcd was given (--etcd http://host:port,...): nothing was measured.')
      return []
    }
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
    const results: Result[] = []
    let firstKey = 0
    for (const callers of CALLERS) {
      const what = { callers, connections: 1 }
      const etcd = { name: 'etcd put', ...what }
      results.push(
        ...(await repeated(options, labelOf(etcd), async () => ({
          ...etcd,
          ...figuresOf(await loadEtcd(leader, callers, options)),
        }))),
      )
      const ours = { name: 'quorumlite insert', ...what }
      results.push(
        ...(await repeated(options, labelOf(ours), async () => ({
          ...ours,
          ...figuresOf(
            await runLoad({
              addresses: cluster.addresses,
              secretFile: cluster.secretFile,
              operation: 'insert',
              ...what,
              seconds: options.seconds,
              warmUpSeconds: WARM_UP_SECONDS,
              firstKey: (firstKey += KEYS_PER_RUN),
              keys: 0,
            }),
          ),
        }))),
      )
    }
    return results
  },
}

/** Another member would send every put on to it. */
async function findLeader({ etcd, addVersion }: SuiteOptions): Promise<string | undefined> {
  for (const origin of etcd) {
    const { version, isLeader } = await etcdStatus(origin)
    addVersion('etcd', version)
    if (isLeader) return origin
  }
  if (etcd.length > 0) throw new Error(`none of ${etcd.join(', ')} leads: name all members`)
  return undefined
}

function loadEtcd(
  origin: string,
  callers: number,
  { seconds }: SuiteOptions,
): Promise<LoadSummary> {
  const module = fileURLToPath(new URL('../etcd-process.js', import.meta.url))
  const settings: EtcdSettings = { origin, callers, seconds, warmUpSeconds: WARM_UP_SECONDS }
  return runForked<LoadSummary>(module, settings)
}

function figuresOf({
  opsPerSecond,
  p50Ms,
  p99Ms,
}: LoadSummary): Pick<Result, 'opsPerSecond' | 'p50Ms' | 'p99Ms'> {
  return { opsPerSecond, p50Ms, p99Ms }
}
