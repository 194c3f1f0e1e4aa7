// dqlite by the HTTP API of go-dqlite's dqlite-demo: PUT /key with the value, one INSERT OR REPLACE each.
// https://github.com/canonical/go-dqlite/blob/v1/cmd/dqlite-demo/dqlite-demo.go

import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { PeerClient } from './peer.ts'

/** Its status is 200 whatever happens: what happened is in the text. */
const DONE = 'done'
/** One write at a time is dqlite's rule, and by default it refuses the others at once: its clients try again. */
const BUSY = 'database is locked'
const BUSY_PAUSE_MS = 1

/** A key that is not there is an answer, too. */
export async function assertDqlite(origin: string): Promise<void> {
  const text = await (await fetch(`${origin}/quorumlite-bench`)).text()
  if (text.startsWith('Error: ') && !text.includes('no rows')) {
    throw new Error(`a dqlite-demo with its table does not answer '${text.trim()}'`)
  }
}

export class DqliteClient implements PeerClient {
  readonly #origin: string
  readonly #agent: Agent

  constructor(origin: string, callers: number) {
    this.#origin = origin
    this.#agent = new Agent({ keepAlive: true, maxSockets: callers })
  }

  async put(key: string, value: Uint8Array): Promise<void> {
    for (;;) {
      const answer = await this.#send(key, value)
      if (answer === DONE) return
      if (!answer.includes(BUSY)) throw new Error(`dqlite answered a put with '${answer}'`)
      await pause(BUSY_PAUSE_MS)
    }
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }

  #send(key: string, value: Uint8Array): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#origin}/${key}`, { agent: this.#agent, method: 'PUT' })
      sent.on('error', reject)
      sent.on('response', (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (text += piece))
        response.on('error', reject)
        response.on('end', () => resolve(text.trim()))
      })
      sent.end(value)
    })
  }
}
