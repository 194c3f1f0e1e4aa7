// What callers ask for, before anything is sent: a mistake of theirs must not reach a stream that others share.

import { QuorumliteError } from '@quorumlite/wire'
import type { BeginOptions, ConnectOptions, OperationOptions, QueryOptions } from './options.ts'

type Checked = OperationOptions & QueryOptions & BeginOptions & Partial<ConnectOptions>

const LEVELS: readonly unknown[] = ['linearizable', 'session', 'stale']
const INTEGERS: readonly unknown[] = ['number', 'bigint', 'mixed']

/** @throws QuorumliteError INVALID_ARGUMENT, which names the option */
export function checkOptions(options: Checked): void {
  if (typeof options !== 'object' || options === null)
    throw refused('the options', 'an object', options)
  const { timeoutMs, outcomeGraceMs, maxStalenessMs, rowsBytesMax, signal } = options
  checkDuration('timeoutMs', timeoutMs)
  checkDuration('outcomeGraceMs', outcomeGraceMs)
  checkDuration('maxStalenessMs', maxStalenessMs)
  if (rowsBytesMax !== undefined && !(rowsBytesMax > 0)) {
    throw refused('rowsBytesMax', 'a number above 0', rowsBytesMax)
  }
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw refused('signal', 'an AbortSignal', signal)
  }
  const { consistency, integers, readFrom, position } = options
  if (consistency !== undefined && !LEVELS.includes(consistency)) {
    throw refused('consistency', LEVELS.join(', '), consistency)
  }
  if (integers !== undefined && !INTEGERS.includes(integers)) {
    throw refused('integers', INTEGERS.join(', '), integers)
  }
  if (readFrom !== undefined && !isReadFrom(readFrom)) {
    throw refused('readFrom', "a node id, 'leader' or 'any'", readFrom)
  }
  if (position !== undefined) checkPosition(position)
}

function checkDuration(name: string, value: number | undefined): void {
  if (value !== undefined && !(value >= 0)) throw refused(name, 'a number from 0', value)
}

/** @throws QuorumliteError INVALID_ARGUMENT */
export function checkPosition(position: unknown): void {
  const { group, historyId, index } = (position ?? {}) as Record<string, unknown>
  if (isCount(group) && isCount(index) && historyId instanceof Uint8Array) return
  throw refused('a position', 'what a result or the client has as its position', position)
}

function isReadFrom(value: unknown): boolean {
  return value === 'leader' || value === 'any' || (isCount(value) && value !== 0)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function refused(name: string, wanted: string, found: unknown): QuorumliteError {
  const shown = typeof found === 'object' ? 'another object' : `'${String(found as string)}'`
  return new QuorumliteError('INVALID_ARGUMENT', `${name} is ${shown}, but has to be ${wanted}`)
}
