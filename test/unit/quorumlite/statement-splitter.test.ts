import { describe, expect, test } from 'vitest'
import {
  splitStatements,
  StatementSplitter,
} from '../../../packages/quorumlite/src/cli/shell/statement-splitter.ts'

const texts = (script: string): string[] => splitStatements(script).map(({ text }) => text)
const verb = (statement: string): string | undefined => splitStatements(statement)[0]?.verb

describe('a semicolon', () => {
  test.each<[string, string[]]>([
    ['select 1; select 2;', ['select 1', 'select 2']],
    ['select 1', ['select 1']],
    [';; ;', []],
    ['  ', []],
    ["select ';'; select 2", ["select ';'", 'select 2']],
    ["select 'it''s; fine'; select 2", ["select 'it''s; fine'", 'select 2']],
    ['select ";" as "a;b"; select 2', ['select ";" as "a;b"', 'select 2']],
    ['select [a;b] from `c;d`; select 2', ['select [a;b] from `c;d`', 'select 2']],
    ['select 1 -- not; here\n; select 2', ['select 1 -- not; here', 'select 2']],
    ['select /* a;\nb; */ 1; select 2', ['select /* a;\nb; */ 1', 'select 2']],
    ["select '--'; select 2", ["select '--'", 'select 2']],
    ['-- only a comment', []],
    ['/* only a comment */', []],
    ['select 1 - - 1; select 4 / 2', ['select 1 - - 1', 'select 4 / 2']],
    ['select 1;\n-- why\nselect 2;', ['select 1', '-- why\nselect 2']],
    ["select 'ä;ö', '😀;'; select 2", ["select 'ä;ö', '😀;'", 'select 2']],
  ])('of %j ends %j', (script, expected) => {
    expect(texts(script)).toEqual(expected)
  })
})

describe('a trigger', () => {
  const body = 'after insert on t begin update t set a = 1; delete from u; end'
  test.each([
    `create trigger x ${body}`,
    `CREATE TEMP TRIGGER x ${body.toUpperCase()}`,
    `create temporary trigger if not exists "x;y" ${body}`,
    `explain create trigger x ${body}`,
    `explain query plan create temp trigger x ${body}`,
    `create /* a */ trigger x ${body}`,
    `create trigger x after insert on t begin select case when 1 then 2 end; select ';end;'; /* ; end ; */ end`,
    `create trigger end_x after insert on t begin select 1;\n  end`,
  ])('%j is one statement', (trigger) => {
    expect(texts(`${trigger}; select 2;`)).toEqual([trigger, 'select 2'])
  })

  test('is not seen where there is none', () => {
    expect(texts('create table trigger_log (a); select 2')).toHaveLength(2)
    expect(texts('drop trigger x; select 2')).toHaveLength(2)
    expect(texts('create index trigger_x on t (a); select 2')).toHaveLength(2)
  })
})

describe('the verb', () => {
  test.each([
    ['select 1', 'select'],
    ['  SELECT 1', 'select'],
    ['-- a comment\nUpdate t set a = 1', 'update'],
    ['/* x */ pragma page_count', 'pragma'],
    ['with a as (select 1) select * from a', 'select'],
    ['with a as (select 1) insert into t select * from a', 'insert'],
    ['WITH RECURSIVE a(i) AS (VALUES (1)), b AS (SELECT 2) DELETE FROM t', 'delete'],
    ['with a as (select 1)', 'with'],
    ['(select 1)', ''],
    ["'text'", ''],
    ['begin', 'begin'],
    ['end transaction', 'end'],
  ])('of %j is %j', (statement, expected) => {
    expect(verb(statement)).toBe(expected)
  })
})

describe('line by line', () => {
  test('a statement is complete when its semicolon is', () => {
    const splitter = new StatementSplitter()
    expect(splitter.push('select 1,\n')).toEqual([])
    expect(splitter.isPending).toBe(true)
    expect(splitter.push("  'a\n")).toEqual([])
    expect(splitter.push("b;'\n")).toEqual([])
    expect(splitter.push('; select 2; select\n')).toEqual([
      { text: "select 1,\n  'a\nb;'", verb: 'select' },
      { text: 'select 2', verb: 'select' },
    ])
    expect(splitter.pending).toBe(' select\n')
    expect(splitter.push('3;\n')).toEqual([{ text: 'select\n3', verb: 'select' }])
    expect(splitter.isPending).toBe(false)
  })

  test('comments and empty lines leave nothing pending, an open comment does', () => {
    const splitter = new StatementSplitter()
    splitter.push('-- a comment\n')
    splitter.push('\n')
    splitter.push(';\n')
    expect(splitter.isPending).toBe(false)
    splitter.push('/* begun\n')
    expect(splitter.isPending).toBe(true)
    splitter.push('*/\n')
    expect(splitter.isPending).toBe(false)
    expect(splitter.push('select 1;\n')).toEqual([{ text: 'select 1', verb: 'select' }])
  })

  test('what was begun can be forgotten', () => {
    const splitter = new StatementSplitter()
    splitter.push("create trigger x after insert on t begin select '\n")
    splitter.clear()
    expect(splitter.isPending).toBe(false)
    expect(splitter.push('select 1;\n')).toEqual([{ text: 'select 1', verb: 'select' }])
  })

  test.each(["select 'a", 'select /* a', 'create trigger x after insert on t begin select 1;'])(
    'the end of a script inside of %j is noticed',
    (script) => {
      const splitter = new StatementSplitter()
      expect(splitter.push(`${script}\n`)).toEqual([])
      expect(splitter.end()).toBe('broken')
    },
  )

  test('a broken rest is left to SQLite to explain, once', () => {
    expect(texts("select 1; select 'a")).toEqual(['select 1', "select 'a"])
  })
})
