import { connect, type Client } from '@quorumlite/client'
import { count, text, texts, usage, type OptionValues } from './command.ts'

/** Connects as the options of a verb say. */
export function connectBy(options: OptionValues, verb: string, database?: string): Promise<Client> {
  const addresses = texts(options, 'connect')
  if (addresses.length === 0) throw usage('--connect MULTIADDR is missing', verb)
  const file = text(options, 'secret') ?? process.env['QUORUMLITE_SECRET_FILE']
  if (file === undefined) throw usage('--secret FILE is missing', verb)
  return connect({
    addresses,
    secret: { file },
    timeoutMs: count(options, 'timeout-ms', 10_000, verb),
    integers: 'mixed',
    ...(database !== undefined && { database }),
  })
}
