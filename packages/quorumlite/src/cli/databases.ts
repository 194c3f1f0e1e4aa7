import type { Client } from '@quorumlite/client'
import { CONNECT_HELP, CONNECT_OPTIONS, usage, type Command, type CommandIo } from './command.ts'
import { connectBy } from './connection.ts'
import { table, toJson } from './output.ts'

interface Action {
  readonly names: number
  readonly done: (names: readonly string[]) => string
  readonly run: (client: Client, names: readonly string[]) => Promise<void>
}

const ACTIONS: Readonly<Record<string, Action>> = {
  create: {
    names: 1,
    done: ([name]) => `created ${name}`,
    run: (client, [name = '']) => client.createDatabase(name),
  },
  copy: {
    names: 2,
    done: ([source, name]) => `copied ${source} to ${name}`,
    run: (client, [source = '', name = '']) => client.copyDatabase(source, name),
  },
  drop: {
    names: 1,
    done: ([name]) => `dropped ${name}`,
    run: (client, [name = '']) => client.dropDatabase(name),
  },
}

export const databasesCommand: Command = {
  name: 'databases',
  help: `Usage: quorumlite databases --connect MULTIADDR... --secret FILE [list]
       quorumlite databases ... create NAME
       quorumlite databases ... copy SOURCE NAME
       quorumlite databases ... drop NAME

A copy has what SOURCE has at this moment. It takes milliseconds, whatever the size, and the two share their pages in memory
until one of them changes them. A dropped database is gone for good.

${CONNECT_HELP}`,
  options: CONNECT_OPTIONS,
  async run({ options, positionals, io }) {
    const [verb = 'list', ...names] = positionals
    const action = Object.hasOwn(ACTIONS, verb) ? ACTIONS[verb] : undefined
    if (!action && verb !== 'list') throw usage(`there is no '${verb}' of databases`, 'databases')
    if (names.length !== (action?.names ?? 0)) {
      throw usage(`'${verb}' takes ${action?.names ?? 0} names, not ${names.length}`, 'databases')
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
  const shown = databases.map(({ name, sequence, pageCount, checksum }) => {
    return { name, commits: sequence, pages: pageCount, checksum }
  })
  if (json) io.out(toJson({ databases: shown }))
  else io.out(table(['name', 'commits', 'pages', 'checksum'], shown.map(Object.values)))
  return 0
}
