import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCluster } from 'quorumlite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ServiceProcess } from './service-process.ts'

interface Ticket {
  readonly id: number
  readonly title: string
  readonly state: string
}

const START_TIMEOUT_MS = 120_000

describe('the clustered ticket list', () => {
  const directory = mkdtempSync(join(tmpdir(), 'quorumlite-example-'))
  const secret = join(directory, '0', 'cluster.secret')
  let services: ServiceProcess[] = []

  async function start(i: number, how: readonly string[]): Promise<ServiceProcess> {
    const place = ['--data', join(directory, String(i)), '--port', '0']
    if (i > 0) place.push('--secret', secret)
    const service = await ServiceProcess.start([...place, ...how])
    services[i] = service
    return service
  }

  async function list(service: ServiceProcess): Promise<Ticket[]> {
    return (await service.json('GET', '/tickets')) as Ticket[]
  }

  async function leaderId(service: ServiceProcess): Promise<number> {
    const { leaderId: id } = (await service.json('GET', '/health')) as { leaderId: number }
    return id
  }

  beforeAll(async () => {
    const first = await start(0, ['--bootstrap'])
    const members = first.ready.addresses.flatMap((address) => ['--join', address])
    await start(1, members)
    await start(2, members)
    // Those who join follow at first. Only when all three vote may one of them go.
    await using cluster = await openCluster({
      addresses: first.ready.addresses,
      secret: { file: secret },
    })
    const voters = async (): Promise<number> =>
      (await cluster.nodes()).filter(({ voter }) => voter).length
    await vi.waitUntil(async () => (await voters()) === 3, { timeout: START_TIMEOUT_MS })
  }, START_TIMEOUT_MS)

  afterAll(async () => {
    await Promise.all(services.map((service) => service.end('SIGKILL')))
    rmSync(directory, { recursive: true, force: true })
  })

  test('takes writes at every process, and shows them at every other at once', async () => {
    const titles: string[] = []
    for (const service of services) {
      const title = `of node ${service.ready.nodeId}`
      titles.push(title)
      const response = await service.request('POST', '/tickets', { title })
      expect(response.status).toBe(201)
      for (const other of services) {
        expect((await list(other)).map((ticket) => ticket.title)).toEqual(titles)
      }
    }
  })

  test('answers a request that is wrong with what is wrong', async () => {
    const [service] = services as [ServiceProcess]
    const statuses = [
      await service.request('POST', '/tickets', { title: '' }),
      await service.request('POST', '/tickets', { name: 'no title' }),
      await service.request('POST', '/tickets/4711/close'),
      await service.request('GET', '/nothing'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([422, 400, 404, 404])
    expect(await list(service)).toHaveLength(3)
  })

  test('makes one ticket of a request that is sent twice under one key', async () => {
    const [a, b] = services as [ServiceProcess, ServiceProcess]
    const first = await a.json('POST', '/tickets', { title: 'once' }, 'key-1')
    const second = await b.json('POST', '/tickets', { title: 'once' }, 'key-1')
    expect(second).toEqual(first)
    expect((await list(a)).filter(({ title }) => title === 'once')).toHaveLength(1)
  })

  test('goes on when the leader is killed, keeps every ticket, and takes the process back', async () => {
    const before = await list(services[0]!)
    const leader = await leaderId(services[0]!)
    const killed = services.findIndex(({ ready }) => ready.nodeId === leader)
    const victim = services[killed]!
    const survivors = services.filter((service) => service !== victim)
    await victim.end('SIGKILL')
    const created: unknown[] = []
    for (let n = 0; n < 10; n++) {
      const service = survivors[n % survivors.length]!
      created.push(await service.json('POST', '/tickets', { title: `after the kill ${n}` }))
    }
    const [first] = created as [Ticket]
    const closed = await survivors[0]!.json('POST', `/tickets/${first.id}/close`)
    expect(closed).toEqual({ ...first, state: 'closed' })
    const expected = [...before, closed, ...created.slice(1)]
    for (const service of survivors) expect(await list(service)).toEqual(expected)
    const back = await start(killed, [])
    expect(back.ready.nodeId).toBe(victim.ready.nodeId)
    expect(await list(back)).toEqual(expected)
  })

  test('shut down by SIGTERM ends with 0, having handed the leadership over', async () => {
    const [, , observer] = services as [ServiceProcess, ServiceProcess, ServiceProcess]
    const leader = await leaderId(observer)
    const leaving = services.findIndex(({ ready }) => ready.nodeId === leader)
    const others = services.filter((_, i) => i !== leaving)
    expect(await services[leaving]!.end('SIGTERM')).toBe(0)
    const response = await others[0]!.request('POST', '/tickets', { title: 'after the shutdown' })
    expect(response.status).toBe(201)
    expect(await leaderId(others[0]!)).not.toBe(leader)
    expect((await list(others[1]!)).at(-1)?.title).toBe('after the shutdown')
  })
})
