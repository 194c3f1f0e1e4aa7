// What only the module itself can show: its imports, its allocator, and how large its memory grows. Run: node wasm/test/smoke.mjs [seed]
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

const seed = Number(process.argv[2] ?? Date.now() % 1_000_000_000)
console.log(`seed ${seed}; replay: node wasm/test/smoke.mjs ${seed}`)
let state = seed % 2147483647 || 1
const below = (n) => (state = (state * 48271) % 2147483647) % n

const file = new URL('../../packages/sqlite/wasm/quorumlite.wasm', import.meta.url)
const module = new WebAssembly.Module(readFileSync(file))
const memory = new WebAssembly.Memory({ initial: 32, maximum: 65536 })
const bytes = () => new Uint8Array(memory.buffer)
const view = () => new DataView(memory.buffer)
const random = (at, n) => {
  for (let i = 0; i < n; i++) bytes()[at + i] = below(256)
}
const unused = () => assert.fail('there is no remote store')
const remote = { remote_pin: unused, remote_unpin: unused, remote_read: unused }
const instance = new WebAssembly.Instance(module, {
  env: { memory, now: () => Date.now(), poll: () => 0, random, ...remote },
})
const x = instance.exports
x._initialize?.()
assert.equal(x.sqlite3_initialize(), 0)

const imports = WebAssembly.Module.imports(module).map((i) => `${i.module}.${i.name}`)
assert.deepEqual(imports.sort(), [
  'env.memory',
  'env.now',
  'env.poll',
  'env.random',
  'env.remote_pin',
  'env.remote_read',
  'env.remote_unpin',
])

const out = x.malloc(256)
const heapUsed = () => {
  x.ql_memory(out)
  return view().getFloat64(out + 8, true)
}

const pagesUsed = () => {
  x.ql_memory(out)
  return view().getFloat64(out + 16, true)
}

function allocator() {
  const held = []
  const before = heapUsed()
  for (let i = 0; i < 200_000; i++) {
    const k = below(400)
    const block = held[k]
    if (block) {
      const heap = bytes()
      const last = block.at + block.size - 1
      assert(heap[block.at] === block.mark && heap[last] === block.mark, 'a block was overwritten')
    }
    if (block && below(3) > 0) {
      x.free(block.at)
      held[k] = undefined
    } else {
      const size = 1 + below([16, 200, 5000, 300_000][below(4)])
      const kept = block ? Math.min(size, block.size) : 0
      const aligned = !block && below(10) === 0
      const at = (aligned ? x.aligned_alloc(4096, size) : x.realloc(block?.at ?? 0, size)) >>> 0
      assert(at !== 0 && at % (aligned ? 4096 : 8) === 0)
      const heap = bytes()
      if (block && kept > 0) assert.equal(heap[at], block.mark)
      heap[at] = heap[at + size - 1] = i & 255
      held[k] = { at, size, mark: i & 255 }
    }
  }
  const live = held.filter(Boolean).sort((a, b) => a.at - b.at)
  for (let i = 1; i < live.length; i++) assert(live[i - 1].at + live[i - 1].size <= live[i].at)
  for (const block of live) x.free(block.at)
  assert.equal(heapUsed(), before)
  // Everything merged again: what all of them took together can be had in one piece.
  const grown = memory.buffer.byteLength
  const large = x.malloc(20 << 20)
  assert(large !== 0)
  assert.equal(memory.buffer.byteLength, Math.max(grown, memory.buffer.byteLength))
  x.free(large)
  x.ql_set_memory_limit(memory.buffer.byteLength)
  assert.equal(x.malloc(1 << 30), 0)
  x.ql_set_memory_limit(2 ** 32)
}

const text = (string) => {
  const encoded = new TextEncoder().encode(string)
  const at = x.malloc(encoded.length + 1) >>> 0
  bytes().set(encoded, at)
  bytes()[at + encoded.length] = 0
  return at
}
const withText = (string, use) => {
  const at = text(string)
  try {
    return use(at)
  } finally {
    x.free(at)
  }
}
const pointer = () => view().getUint32(out, true)
const createStore = (name) => {
  assert.equal(
    withText(name, (at) => x.ql_store_create(at, out)),
    0,
  )
  const store = pointer()
  const page = x.malloc(4096)
  x.ql_blank_page1(page)
  assert.equal(x.ql_restore_put(store, 1, page), 0)
  assert.equal(x.ql_restore_finish(store, 1), 0)
  x.free(page)
  return store
}
const open = (store, flags) => {
  assert.equal(x.ql_open(store, flags, out), 0)
  return pointer()
}
const exec = (conn, sql) =>
  assert.equal(
    withText(sql, (at) => x.sqlite3_exec(conn, at, 0, 0, 0)),
    0,
    sql,
  )
const pageCount = (store) => {
  x.ql_store_info(store, out)
  return view().getUint32(out + 36, true)
}

/** Commits, aborts, VACUUM and a reader that comes and goes: the memory stays within twice the live pages and 64 MiB. */
function memoryStaysBounded() {
  const store = createStore('bounded')
  let writer = open(store, 3)
  const reader = open(store, 0)
  exec(writer, 'CREATE TABLE t(a INTEGER PRIMARY KEY, b)')
  x.ql_publish(store, 10)
  let mostPages = 0
  let mostLive = 0
  let reading = false
  for (let i = 0; i < 2500; i++) {
    const kind = below(10)
    if (kind < 5) {
      exec(
        writer,
        `INSERT INTO t(b) SELECT randomblob(${below(9000)}) FROM json_each('[1,2,3,4,5,6,7,8]')`,
      )
    } else if (kind < 8) {
      exec(writer, `UPDATE t SET b = randomblob(length(b)) WHERE a % 50 = ${below(50)}`)
    } else if (kind < 9) exec(writer, `DELETE FROM t WHERE a % 90 = ${below(90)}`)
    else if (below(20) === 0) exec(writer, 'VACUUM')
    mostPages = Math.max(mostPages, pageCount(store))
    mostLive = Math.max(mostLive, pagesUsed())
    const z = below(20)
    if (z < 8) x.ql_publish(store, 1000)
    else if (z === 8) {
      if (x.ql_abort(store) > 0) {
        x.ql_close(writer)
        writer = open(store, 3)
      }
    } else if (z === 9) {
      exec(reader, reading ? 'COMMIT' : 'BEGIN; SELECT count(*) FROM t')
      reading = !reading
    }
  }
  const grown = memory.buffer.byteLength
  const mebibytes = (n) => `${(n / 2 ** 20).toFixed(1)} MiB`
  console.log(
    `database ${mebibytes(mostPages * 4096)}, with versions in use ${mebibytes(mostLive * 4096)}, memory ${mebibytes(grown)}`,
  )
  assert(grown <= 2 * mostLive * 4096 + (64 << 20))
  if (reading) exec(reader, 'COMMIT')
  exec(reader, 'PRAGMA integrity_check')
  x.ql_close(writer)
  x.ql_close(reader)
  x.ql_store_drop(store)
}

// The vector code of the module against libxxhash's XXH3_64bits_withSeed; the native tests hold the scalar code to the same.
function hashesPages() {
  const page = x.malloc(4096)
  const cases = [
    [1, () => 0, 'eca1fdafb7b0bd2a'],
    [77, (i) => i * 7 + (i >> 8), 'a727be61094659e8'],
    [1048575, (i) => (i * i) >> 3, '5ec5236268ce14e6'],
  ]
  for (const [pgno, byte, expected] of cases) {
    for (let i = 0; i < 4096; i++) bytes()[page + i] = byte(i)
    x.ql_page_hash(pgno, page, out)
    assert.equal(view().getBigUint64(out, true).toString(16).padStart(16, '0'), expected)
  }
  x.free(page)
}

// What is kept to be used again is there after the first time; a second one leaves nothing more.
memoryStaysBounded()
const before = heapUsed()
hashesPages()
memoryStaysBounded()
allocator()
assert(heapUsed() - before < 4 << 20, `${heapUsed() - before} bytes are left`)
console.log('ok')
