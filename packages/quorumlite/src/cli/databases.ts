import type { Client, DatabaseInfo, OperationOptions } from '@quorumlite/client'
import type { SqlValue } from '@quorumlite/wire'
import { CONNECT_HELP, CONNECT_OPTIONS, usage, type Command, type CommandIo } from './command.ts'
import { connectBy } from './connection.ts'
import { table, toJson } from './output.ts'
import { pagesToMib, parseSize } from './size.ts'

interface Action {
  /** How many words it takes. */
  readonly words: readonly number[]
  readonly done: (names: readonly string[]) => string
  readonly run: (client: Client, names: readonly string[]) => Promise<void>
}

const ACTIONS: Readonly<Record<string, Action>> = {
  create: {
    words: [1],
    done: ([name]) => `created ${name}`,
    run: (client, [name = '']) => client.createDatabase(name),
  },
  copy: {
    words: [2],
    done: ([source, name]) => `copied ${source} to ${name}`,
    run: (client, [source = '', name = '']) => client.copyDatabase(source, name),
  },
  drop: {
    words: [1],
    done: ([name]) => `dropped ${name}`,
    run: (client, [name = '']) => client.dropDatabase(name),
  },
  limit: {
    words: [1, 2],
    done: ([size, name]) => `limit of ${name ?? 'databases without one of their own'}: ${size}`,
    run: (client, [size = '', name]) => setSizeLimit(client, size, name),
  },
}

export function setSizeLimit(
  client: Client,
  size: string,
  database: string | undefined,
  options: OperationOptions = {},
): Promise<void> {
  return client.setSizeLimit(parseSize(size), { ...options, ...(database && { database }) })
}

export const databasesCommand: Command = {
  name: 'databases',
  help: `Usage: quorumlite databases --connect MULTIADDR... --secret FILE [list]
       quorumlite databases ... create NAME
       quorumlite databases ... copy SOURCE NAME
       quorumlite databases ... drop NAME
       quorumlite databases ... limit SIZE [NAME]

A copy has what SOURCE has at this moment. It takes milliseconds, whatever the size, and the two share their pages in memory
until one of them changes them. A dropped database is gone for good.

A limit is how large NAME may become, or (without NAME) every database that has no limit of its own: 2GiB at first. SIZE is like
512MiB or 2GiB; none takes the setting back. Whoever writes beyond it is told DATABASE_FULL.

${CONNECT_HELP}`,
  options: CONNECT_OPTIONS,
  async run({ options, positionals, io }) {
    const [verb = 'list', ...names] = positionals
    const action = Object.hasOwn(ACTIONS, verb) ? ACTIONS[verb] : undefined
    if (!action && verb !== 'list') throw usage(`there is no '${verb}' of databases`, 'databases')
    const words = action?.words ?? [0]
    if (!words.includes(names.length)) {
      const message = `'${verb}' takes ${words.join(' or ')} words, not ${names.length}`
      throw usage(message, 'databases')
    }
    const json = options['json'] === true
    await using client = await connectBy(options, 'databases')
    if (!action) return await list(client, json, io)
    await action.run(client, names)
    io.out(json ? toJson({ [verb]: names }) : action.done(names))
    return 0
  },
}

async function list(client: Client, json: boolean, io: CommandIo): Promise<number> {
  const databases = (await client.databases()).toSorted((a, b) => a.name.localeCompare(b.name))
  if (!json) io.out(table(DATABASE_COLUMNS, databases.map(databaseRow)))
  else {
    const shown = databases.map(
      ({ name, sequence, pageCount, pagesMax, hasOwnLimit, checksum }) => {
        return { name, commits: sequence, pages: pageCount, pagesMax, hasOwnLimit, checksum }
      },
    )
    io.out(toJson({ databases: shown }))
  }
  return 0
}

export const DATABASE_COLUMNS: readonly string[] = [
  'name',
  'commits',
  'pages',
  'MiB',
  'of',
  'limit',
  'checksum',
]

export function databaseRow(database: DatabaseInfo): SqlValue[] {
  const { name, sequence, pageCount, pagesMax, hasOwnLimit, checksum } = database
  const whose = hasOwnLimit ? 'its own' : "cluster's"
  return [name, sequence, pageCount, pagesToMib(pageCount), pagesToMib(pagesMax), whose, checksum]
}
