import { InvalidConfigError } from '@quorumlite/raft'
import { describe, expect, test } from 'vitest'
import { Single, type SingleOptions } from './support/single.ts'

describe('an option that cannot work is refused at the start', () => {
  test.each<[string, SingleOptions]>([
    [
      'an election timeout that is not longer than a heartbeat',
      { electionTicks: 3, heartbeatTicks: 3 },
    ],
    ['no heartbeat', { heartbeatTicks: 0 }],
    ['no election timeout', { electionTicks: 0 }],
    ['no message in flight', { maxInflightMessages: 0 }],
    ['less in flight than a message holds', { maxBytesPerMessage: 100, maxInflightBytes: 99 }],
    ['no uncommitted bytes', { maxUncommittedBytes: 0 }],
    ['no write', { maxAppendsInFlight: 0 }],
    ['a negative size', { maxCommittedBytesPerReady: -1 }],
    ['a size that is no number', { maxBytesPerMessage: Number.NaN }],
    ['a priority below zero', { priority: -1 }],
    ['a lease without check-quorum', { readOnly: 'lease', checkQuorum: false }],
    ['a lease that outlasts the promise', { readOnly: 'lease', electionTicks: 10, leaseTicks: 9 }],
  ])('%s', (_, options) => {
    expect(() => new Single(options)).toThrow(InvalidConfigError)
  })
})
