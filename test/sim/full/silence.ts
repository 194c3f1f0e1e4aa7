// Some machines say nothing, and refuse nothing either. Whoever comes new must find the others soon.

import type { Dice } from '../dice.ts'
import { READ_MS } from './patience.ts'
import type { Machines } from './machines.ts'
import { LEDGER } from './schema.ts'

const CLIENTS = 3
/** For those that answer, and for each of the others. */
const CONNECT_MS = 600
const SILENT_MS = 450

/** What went wrong, in words. When all run that are there. */
export async function checkSilence(machines: Machines, dice: Dice): Promise<string[]> {
  const { cluster } = machines
  const leader = cluster.leader()
  const others = cluster.running().filter((i) => i !== leader)
  if (leader === undefined || others.length === 0) return []
  const silent = dice.pick(others)
  machines.log(`machine ${silent} falls silent`)
  machines.pause(silent)
  // Some that are gone for good are as silent.
  const timeoutMs =
    CONNECT_MS + SILENT_MS * (cluster.machines.length - cluster.running().length + 1)
  const complaints: string[] = []
  for (let i = 0; i < CLIENTS; i++) {
    try {
      const client = await cluster.connect({ timeoutMs })
      const database = client.database(LEDGER)
      const options = { consistency: 'stale', readFrom: 'any', timeoutMs: READ_MS } as const
      await cluster.run(database.query('select n from counter', [], options))
      await cluster.run(client.close())
    } catch (error) {
      complaints.push(`machine ${silent} says nothing, and a client was told: ${String(error)}`)
    }
  }
  machines.resume(silent)
  return complaints
}
