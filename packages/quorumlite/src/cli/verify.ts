import { verifyDirectory, type DirectoryVerification } from '@quorumlite/node'
import { text, usage, type Command } from './command.ts'
import { table, toJson } from './output.ts'

export const verifyCommand: Command = {
  name: 'verify',
  help: `Usage: quorumlite verify --data DIR

Checks everything that a stopped node has on disk, and changes nothing: every file of LevelDB, every record, every page
against its hash, the log from its first entry to its last, every database against its checksum. Says what is damaged and
what to do. Ends with 0 if all is sound, with 1 if it is not, or could not be checked because a node has the directory open.

  -d, --data DIR           the node's directory
      --json               one line of JSON on standard output
  -h, --help               this text`,
  options: {
    data: { type: 'string', short: 'd' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
  async run({ options, io }) {
    const dataDir = text(options, 'data')
    if (dataDir === undefined) throw usage('--data DIR is missing', 'verify')
    const verification = await verifyDirectory(dataDir, {
      onProgress: ({ phase, done, total }) =>
        io.progress?.(`${phase}: ${done}${total > 0 ? ` of ${total}` : ''}`),
    })
    io.progress?.('')
    if (options['json']) io.out(toJson(asJson(verification)))
    else io.out(describe(verification))
    return verification.sound ? 0 : 1
  },
}

function asJson({ findings, ...figures }: DirectoryVerification): object {
  const plain = findings.map(({ code, message, hint }) => ({ code, message, hint }))
  return { ...figures, findings: plain }
}

function describe(verification: DirectoryVerification): string {
  const { databases, findings, findingsTotal, sound } = verification
  const { tables, rows, pages, entries } = verification
  const parts = [
    `looked at ${tables} tables, ${rows} records, ${pages} pages, ${entries} entries of the log`,
  ]
  if (databases.length > 0) {
    const cells = databases.map((each) => [each.name, each.pages, each.checksum, each.content])
    parts.push(table(['database', 'pages', 'checksum', 'content'], cells))
  }
  if (databases.some(({ content }) => content === 'replay')) {
    parts.push(
      'a checkpoint was being written: what is marked replay is checked when the node starts',
    )
  }
  for (const { message } of findings) parts.push(`! ${message}`)
  if (findingsTotal > findings.length) parts.push(`! and ${findingsTotal - findings.length} more`)
  const hints = [...new Set(findings.flatMap(({ hint }) => (hint ? [hint] : [])))]
  return [...parts, ...(sound ? ['sound'] : hints)].join('\n\n')
}
