import {
  CONNECT_HELP,
  CONNECT_OPTIONS,
  consistency,
  count,
  text,
  usage,
  type Command,
} from './command.ts'
import { connectBy } from './connection.ts'
import { exportToFile } from './database-file.ts'
import { toJson } from './output.ts'

const MIB = 1 << 20

export const exportCommand: Command = {
  name: 'export',
  help: `Usage: quorumlite export --connect MULTIADDR... --secret FILE [--db NAME] [--replace] FILE

Writes database NAME, as of one moment, to an SQLite file that every SQLite opens. Writers go on meanwhile. FILE appears
once it is whole and on disk; until then it is FILE.tmp. From a node that does not lead, it takes no work from the writers.

      --db NAME            the database (default: main)
      --replace            also over a file that is there
      --node ID            from this node (default: the leader, if it can be reached)
      --consistency LEVEL  linearizable (default), session or stale
${CONNECT_HELP}`,
  options: {
    ...CONNECT_OPTIONS,
    db: { type: 'string' },
    replace: { type: 'boolean' },
    consistency: { type: 'string' },
    node: { type: 'string' },
  },
  async run({ options, positionals, io }) {
    const [file, ...more] = positionals
    if (file === undefined || file === '-' || more.length > 0)
      throw usage('name one file', 'export')
    const level = consistency(options, 'export')
    const database = text(options, 'db') ?? 'main'
    const nodeId = count(options, 'node', 0, 'export')
    await using client = await connectBy(options, 'export', database)
    const show = io.progress
    try {
      const exported = await exportToFile(client, file, {
        replace: options['replace'] === true,
        consistency: level,
        ...(nodeId > 0 && { readFrom: nodeId }),
        signal: io.signal,
        ...(show && { onProgress: (bytes, total) => show(progressLine(database, bytes, total)) }),
      })
      show?.('')
      const { bytes, index } = exported
      if (options['json']) io.out(toJson({ database, file, ...exported }))
      else
        io.out(
          `${file}: ${bytes} bytes of '${database}' from node ${exported.nodeId} at index ${index}`,
        )
      return 0
    } catch (cause) {
      show?.('')
      throw cause
    }
  },
}

export function progressLine(database: string, bytes: number, bytesTotal: number): string {
  const percent = Math.floor((100 * bytes) / bytesTotal)
  const [done, total] = [bytes, bytesTotal].map((amount) => (amount / MIB).toFixed(1))
  return `${database}: ${done} of ${total} MiB (${percent}%)`
}
