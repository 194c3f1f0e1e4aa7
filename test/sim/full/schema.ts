// The database in which everything happens that is audited, and how its content is compared.

import type { SqlValue } from '@quorumlite/wire'

export const LEDGER = 'ledger'
export const ACCOUNTS = 5
export const BALANCE = 100

export const SCHEMA: readonly string[] = [
  'create table journal (place integer primary key, number integer not null)',
  'create table register (key integer primary key, value integer not null)',
  'create table item (place integer primary key, list integer not null, value integer not null)',
  'create index item_of_list on item (list, place)',
  'create table account (id integer primary key, balance integer not null)',
  'create table counter (n integer not null)',
  'create table bulk (slot integer primary key, content blob)',
  'create table claim (slot integer primary key, number integer not null)',
  `create trigger taken before insert on claim when exists (select 1 from claim where slot = new.slot) begin
     select raise(abort, 'held by ' || (select number from claim where slot = new.slot) || '.');
   end`,
  // Of whoever comes by: nothing in it is audited.
  'create table noise (id integer primary key, content)',
  ...Array.from({ length: ACCOUNTS }, (_, i) => `insert into account values (${i}, ${BALANCE})`),
  'insert into counter values (0)',
]

export const TABLES = [
  'journal',
  'register',
  'item',
  'account',
  'counter',
  'bulk',
  'claim',
] as const

export function dumpOf(table: string): string {
  return `select * from ${table} order by rowid`
}

export function formatRows(table: string, rows: readonly (readonly SqlValue[])[]): string {
  const short = (_key: string, value: unknown): unknown =>
    value instanceof Uint8Array ? `${value.length} times ${value[0]}` : value
  return `${table}: ${JSON.stringify(rows, short)}`
}
