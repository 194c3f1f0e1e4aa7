import { connect, type Client, type ConnectOptions } from '@quorumlite/client'
import { count, text, texts, usage, type OptionValues } from './command.ts'

/** Connects as the options of a verb say. */
export function connectBy(
  options: OptionValues,
  verb: string,
  database?: string,
  signal?: AbortSignal,
): Promise<Client> {
  return connect({
    ...connectOptions(options, verb),
    ...(database !== undefined && { database }),
    ...(signal && { signal }),
  })
}

/** @throws QuorumliteError INVALID_ARGUMENT for what is missing */
export function connectOptions(options: OptionValues, verb: string): ConnectOptions {
  const addresses = texts(options, 'connect')
  if (addresses.length === 0) throw usage('--connect MULTIADDR is missing', verb)
  const file = text(options, 'secret') ?? process.env['QUORUMLITE_SECRET_FILE']
  if (file === undefined) throw usage('--secret FILE is missing', verb)
  const timeoutMs = count(options, 'timeout-ms', 10_000, verb)
  return { addresses, secret: { file }, timeoutMs, integers: 'mixed' }
}
