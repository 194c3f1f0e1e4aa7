import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { ShellOptions } from '../../packages/quorumlite/src/cli/shell/shell.ts'
import { FakeTerminal, type ShellRun, startShell } from '../support/fake-terminal.ts'
import { InlineCluster } from '../support/inline-cluster.ts'

// A person at a terminal, against a whole cluster under virtual time.

let cluster: InlineCluster
let setup: Client

beforeAll(async () => {
  cluster = await InlineCluster.start({ seed: 17 })
  setup = await cluster.connect()
  await cluster.run(
    setup.execute('create table city (id integer primary key, name text, area real)'),
  )
  await cluster.run(
    setup.execute(
      "insert into city (name, area) values ('Zürich', 87.9), ('東京', 2194), (null, 1)",
    ),
  )
})

afterAll(async () => {
  await cluster.run(setup.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

interface Running {
  readonly terminal: FakeTerminal
  readonly exit: Promise<number>
  /** Types a line and waits for the next prompt; returns what was shown in between. */
  readonly ask: (line: string, prompt?: string) => Promise<string>
  readonly until: (text: string | RegExp) => Promise<string>
}

const shells: ShellRun[] = []

afterEach(async () => {
  for (const { terminal, exit } of shells.splice(0)) {
    if (!terminal.input.destroyed) terminal.input.end()
    await cluster.run(exit)
  }
})

function start(terminal: FakeTerminal, options: Partial<ShellOptions> = {}): ShellRun {
  const run = startShell(cluster, terminal, options)
  shells.push(run)
  return run
}

async function openShell(options: Partial<ShellOptions> = {}, columns = 80): Promise<Running> {
  const terminal = new FakeTerminal({ isTTY: true, columns })
  const { exit } = start(terminal, options)
  const until = async (text: string | RegExp): Promise<string> => {
    const found = (): boolean =>
      typeof text === 'string' ? terminal.news.includes(text) : text.test(terminal.news)
    await cluster.until(found, `'${String(text)}' in:\n${terminal.news}`)
    return terminal.takeText()
  }
  const ask = (line: string, prompt = 'main> '): Promise<string> => {
    terminal.press(`${line}\n`)
    return until(new RegExp(`\\n${prompt.replaceAll(/[*!.>]/g, '\\$&')}$`))
  }
  await until('main> ')
  return { terminal, exit, ask, until }
}

const nameOf = async (id: number): Promise<unknown> => {
  const [row] = await cluster.run(setup.query('select name from city where id = ?', [id]))
  return row?.['name']
}

describe('at a terminal', () => {
  test('rows come as a table, with who answered and from where', async () => {
    const { ask } = await openShell()
    const shown = await ask('select id, name, area from city order by id;')
    expect(shown).toContain(
      [
        'id  name    area',
        '--  ------  ----',
        ' 1  Zürich  87.9',
        ' 2  東京    2194',
        ' 3  NULL       1',
      ].join('\n'),
    )
    expect(shown).toMatch(/-- 3 rows, node [123] at index \d+ \(linearizable\)/)
  })

  test('a statement may take several lines, and a line several statements', async () => {
    const { ask } = await openShell()
    expect(await ask('select 1 as a,', '   ...> ')).not.toContain('row')
    expect(await ask("  'b; c' as b", '   ...> ')).not.toContain('row')
    expect(await ask('; select 2 as c;')).toMatch(/1 {2}b; c\n(.|\n)*c\n-\n2\n/)
  })

  test('writes tell what they changed, and RETURNING what it gave', async () => {
    const { ask } = await openShell()
    expect(await ask("update city set area = area + 0 where name = 'Zürich';")).toMatch(
      /-- 1 row changed, node [123] at index \d+/,
    )
    const shown = await ask("insert into city (name) values ('Bern') returning id, name;")
    expect(shown).toContain('Bern')
    expect(shown).toMatch(/-- 1 row, 1 row changed/)
    await ask("delete from city where name = 'Bern';")
  })

  test('wide rows are cut to the width of the terminal', async () => {
    const { ask } = await openShell({}, 40)
    const shown = await ask("select 1 as id, printf('%200d', 7) as wide;")
    const rule = shown.split('\n').find((line) => line.startsWith('--'))
    expect(rule).toHaveLength(40)
    expect(shown).toContain('…')
  })

  test('errors point at their place, and the shell goes on', async () => {
    const { ask } = await openShell()
    const shown = await ask('select nam\n, id from city;')
    expect(shown).toContain('error: no such column: nam (SQL_ERROR)')
    expect(shown).toMatch(/\n {2}select nam\n {9}\^/)
    expect(await ask('select 3 as three;')).toContain('three')
  })

  test('time is shown when asked for', async () => {
    const { ask } = await openShell()
    await ask('.timer on')
    expect(await ask('select 1;')).toMatch(/-- 1 row, \d+ ms, node/)
    await ask('.timer off')
    expect(await ask('select 1;')).not.toMatch(/ ms/)
  })

  test('Ctrl-D leaves, and so does .quit', async () => {
    const first = await openShell()
    first.terminal.press('\x04')
    expect(await cluster.run(first.exit)).toBe(0)
    const second = await openShell()
    second.terminal.press('.quit\n')
    expect(await cluster.run(second.exit)).toBe(0)
  })

  test('lines that were typed are there again in the next session', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'quorumlite-shell-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const historyFile = join(directory, 'history')
    const first = await openShell({ historyFile })
    await first.ask('select 41;')
    await first.ask('select 42;')
    expect(readFileSync(historyFile, 'utf8')).toBe('select 41;\nselect 42;\n')
    expect(statSync(historyFile).mode & 0o777).toBe(0o600)
    const second = await openShell({ historyFile })
    second.terminal.press('\x1b[A\x1b[A\n')
    expect(await second.until('-- 1 row')).toContain('41')
  })

  test('history that cannot be kept is no reason to stop', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'quorumlite-shell-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    writeFileSync(join(directory, 'file'), '')
    const { ask, terminal, exit } = await openShell({ historyFile: join(directory, 'file', 'x') })
    expect(await ask('select 1;')).toContain('-- 1 row')
    terminal.press('\x04')
    expect(await cluster.run(exit)).toBe(0)
    expect(terminal.text).toContain('what was typed is not kept: ENOTDIR')
  })
})

describe('Ctrl-C', () => {
  test('stops the statement that runs, at its node too', async () => {
    const { terminal, until, ask } = await openShell({ mode: 'csv' })
    terminal.press(
      'with recursive n(i) as (select 1 union all select i + 1 from n) select i from n;\n',
    )
    await until('\n3000\n')
    terminal.press('\x03')
    expect(await until(/\nmain> $/)).toContain('(ABORTED)')
    await cluster.until(
      () => cluster.running().every((i) => cluster.pins(i) === 0),
      'end of the statement',
    )
    expect(await ask('select 1 as one;')).toContain('one')
  })

  test('forgets what was typed of a statement', async () => {
    const { terminal, until, ask } = await openShell()
    await ask("select 'never", '   ...> ')
    terminal.press('finished\x03')
    await until(/\nmain> $/)
    expect(await ask('select 5 as five;')).toMatch(/five\n-+\n +5|five\n----\n/)
  })

  test('at an empty prompt says how to leave', async () => {
    const { terminal, until } = await openShell()
    terminal.press('\x03')
    expect(await until(/\nmain> $/)).toContain('Ctrl-D')
  })
})

describe('a transaction', () => {
  test('is held over several statements and committed', async () => {
    const { ask } = await openShell()
    expect(await ask('begin;', 'main*> ')).toContain('other writers wait')
    await ask("update city set name = 'Zurich' where id = 1;", 'main*> ')
    expect(await ask('select name from city where id = 1;', 'main*> ')).toContain(
      'in the transaction',
    )
    expect(await nameOf(1)).toBe('Zürich')
    expect(await ask('.tables', 'main*> ')).toContain('city')
    expect(await ask('commit;')).toContain('COMMIT')
    expect(await nameOf(1)).toBe('Zurich')
    await ask("begin; update city set name = 'Zürich' where id = 1; end transaction;")
    expect(await nameOf(1)).toBe('Zürich')
  })

  test('is rolled back, also by leaving the shell', async () => {
    const { ask, terminal, exit } = await openShell()
    await ask('begin immediate;', 'main*> ')
    await ask('delete from city;', 'main*> ')
    expect(await ask('rollback;')).toContain('ROLLBACK')
    await ask('begin;', 'main*> ')
    await ask('delete from city;', 'main*> ')
    terminal.press('\x04')
    expect(await cluster.run(exit)).toBe(0)
    expect(terminal.text).toContain('the open transaction was rolled back')
    const [row] = await cluster.run(setup.query('select count(*) as n from city'))
    expect(row).toEqual({ n: 3 })
  })

  test('goes on after a statement that failed', async () => {
    const { ask } = await openShell()
    await ask('begin;', 'main*> ')
    expect(await ask('insert into nowhere values (1);', 'main*> ')).toContain('no such table')
    await ask('rollback;')
  })

  test('that is lost with its leader lets nothing through until that was noticed', async () => {
    const { ask } = await openShell()
    await ask('begin;', 'main*> ')
    await ask("update city set name = 'lost' where id = 1;", 'main*> ')
    const leader = await cluster.awaitLeader()
    cluster.crash(leader)
    await cluster.awaitLeader()
    expect(await ask("update city set name = 'lost' where id = 2;", 'main!> ')).toContain(
      'TRANSACTION_LOST',
    )
    expect(await ask("update city set name = 'loose' where id = 3;", 'main!> ')).toContain(
      'this was not run',
    )
    const committed = await ask('commit;')
    expect(committed).toContain('nothing of it was committed')
    await ask("begin; update city set name = 'Zürich' where id = 1; commit;")
    await cluster.startNode(leader)
    const names = await cluster.run(setup.query('select name from city order by id'))
    expect(names.map(({ name }) => name)).toEqual(['Zürich', '東京', null])
  })

  test('that was interrupted is rolled back', async () => {
    const { ask, terminal, until } = await openShell()
    await cluster.run(setup.execute('create table if not exists busy (n integer)'))
    const holder = await cluster.run(setup.begin())
    terminal.press('begin;\n')
    await cluster.run(holder.execute('insert into busy values (1)'))
    terminal.press('\x03')
    expect(await until(/\nmain!> $/)).toContain('ABORTED')
    await cluster.run(holder.rollback())
    expect(await ask('rollback;')).toContain('ROLLBACK')
  })

  test('may read one snapshot', async () => {
    const { ask } = await openShell()
    await ask('begin read only;', 'main*> ')
    await ask('select count(*) from city;', 'main*> ')
    await cluster.run(setup.execute("insert into city (id, name) values (9, 'late')"))
    expect(await ask('select count(*) as n from city;', 'main*> ')).toMatch(/\n3\n/)
    expect(await ask('delete from city;', 'main*> ')).toContain('STATEMENT_REFUSED')
    await ask('commit;')
    await cluster.run(setup.execute('delete from city where id = 9'))
  })

  test('is neither begun twice nor ended when there is none', async () => {
    const { ask } = await openShell()
    expect(await ask('commit;')).toContain('there is no transaction to COMMIT')
    await ask('begin;', 'main*> ')
    expect(await ask('begin;', 'main*> ')).toContain('open already')
    expect(await ask('.open main', 'main*> ')).toContain('COMMIT or ROLLBACK first')
    await ask('rollback;')
  })
})

describe('dot commands', () => {
  test('show the schema, in whole and of one table', async () => {
    const { ask } = await openShell()
    await ask('create view big as select * from city where area > 100;')
    await ask('create index city_name on city (name);')
    expect(await ask('.tables')).toMatch(/big\n(busy\n)?city\n/)
    expect(await ask('.schema')).toContain('CREATE VIEW big')
    const one = await ask('.schema City')
    expect(one).toContain('CREATE TABLE city')
    expect(one).toContain('CREATE INDEX city_name')
    expect(one).not.toContain('CREATE VIEW')
  })

  test('go to another database, which there has to be', async () => {
    const { ask } = await openShell()
    expect(await ask('.open elsewhere')).toContain("'.create elsewhere' creates it")
    await ask('.create elsewhere')
    await ask('.open elsewhere', 'elsewhere> ')
    await ask('create table only_here (a);', 'elsewhere> ')
    expect(await ask('.tables', 'elsewhere> ')).toContain('only_here')
    expect(await ask('.databases', 'elsewhere> ')).toMatch(
      /elsewhere +\d+ +\d+ +0\.0 +2048\.0 +cluster's +[0-9a-f]{16}/,
    )
    await ask('.limit 64MiB elsewhere', 'elsewhere> ')
    await ask('.limit 1.5GiB', 'elsewhere> ')
    expect(await ask('.databases', 'elsewhere> ')).toMatch(/elsewhere .* 64\.0 +its own/)
    expect(await ask('.databases', 'elsewhere> ')).toMatch(/main .* 1536\.0 +cluster's/)
    expect(await ask('.limit big', 'elsewhere> ')).toContain('a size is like 512MiB')
    await ask('.copy elsewhere copied', 'elsewhere> ')
    await ask('.open copied', 'copied> ')
    expect(await ask('.tables', 'copied> ')).toContain('only_here')
    await ask('.drop elsewhere', 'copied> ')
    expect(await ask('.databases', 'copied> ')).not.toContain('elsewhere')
    await ask('.open main')
    expect(await ask('.tables')).not.toContain('only_here')
  })

  test('show the cluster', async () => {
    const { ask } = await openShell()
    expect(await ask('.nodes')).toMatch(/1 +machine-0 +\w+ +\/memory\/peer-0/)
    const status = await ask('.status')
    expect(status).toMatch(/leader/)
    expect(status).toMatch(/main +1 /)
  })

  test('change how rows are shown and what they may see', async () => {
    const { ask } = await openShell()
    await ask('.mode json')
    expect(await ask('select 1 as a, null as b;')).toContain('[{"a":1,"b":null}]')
    await ask('.mode line')
    expect(await ask('select 1 as a;')).toContain('a = 1')
    expect(await ask('.mode xml')).toContain('.mode takes table, json, csv, line')
    expect(await ask('.mode')).toContain('line')
    await ask('.consistency stale')
    expect(await ask('select 1;')).toContain('(stale)')
    expect(await ask('.consistency eventual')).toContain('linearizable, session, stale')
  })

  test('are explained, and unknown ones refused', async () => {
    const { ask } = await openShell()
    const help = await ask('.help')
    for (const name of ['.tables', '.schema', '.databases', '.open', '.consistency', '.mode']) {
      expect(help).toContain(name)
    }
    expect(await ask('.constructor')).toContain("there is no '.constructor'")
    expect(await ask('.tables a b')).toContain('usage: .tables')
  })
})

describe('without a cluster', () => {
  test('the shell says so and stays, and works once there is one', async () => {
    let isDown = true
    const connect = (): Promise<Client> => {
      if (!isDown) return cluster.connecting()
      return Promise.reject(new QuorumliteError('UNAVAILABLE', 'no node has answered'))
    }
    const { ask } = await openShell({ connect })
    expect(await ask('select 1;')).toContain('error: no node has answered (UNAVAILABLE)')
    expect(await ask('.tables')).toContain('UNAVAILABLE')
    isDown = false
    expect(await ask('select 1 as one;')).toContain('one')
  })
})
