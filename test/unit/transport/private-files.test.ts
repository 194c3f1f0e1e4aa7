import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  createIdentity,
  createSecretFile,
  generateSecret,
  loadOrCreateIdentity,
  loadSecret,
} from '@quorumlite/transport'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

let directory: string
let file: string

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'quorumlite-files-'))
  file = path.join(directory, 'file')
})
afterEach(() => rm(directory, { recursive: true }))

describe('an identity', () => {
  it('is created once, for its owner alone, and found again', async () => {
    const created = await loadOrCreateIdentity(file)
    expect(created.peerId).toMatch(/^12D3KooW/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const loaded = await loadOrCreateIdentity(file)
    expect(loaded.peerId).toBe(created.peerId)
    expect(Buffer.compare(loaded.privateKey, created.privateKey)).toBe(0)
    expect(await readdir(directory)).toEqual(['file'])
  })

  it('is one, even if several processes create it at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateIdentity(file)))
    expect(new Set(all.map(({ peerId }) => peerId)).size).toBe(1)
    expect(await readdir(directory)).toEqual(['file'])
  })

  it('differs from every other', async () => {
    expect((await createIdentity()).peerId).not.toBe((await createIdentity()).peerId)
  })

  it('is refused if others may read its file', async () => {
    await loadOrCreateIdentity(file)
    await chmod(file, 0o640)
    await expect(loadOrCreateIdentity(file)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      hint: expect.stringContaining(`chmod 600 ${file}`),
    })
  })

  it.each([
    ['empty', ''],
    ['noise', 'this is no key'],
  ])('is refused from a file that is %s, which stays as it is', async (_, content) => {
    await writeFile(file, content, { mode: 0o600 })
    await expect(loadOrCreateIdentity(file)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(await readFile(file, 'utf8')).toBe(content)
  })

  it('needs its directory', async () => {
    await expect(loadOrCreateIdentity(path.join(directory, 'none', 'key'))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      cause: expect.objectContaining({ code: 'ENOENT' }),
    })
  })
})

describe('a secret', () => {
  it('is created once, for its owner alone, and is the same as text and as file', async () => {
    const secret = await createSecretFile(file)
    expect(secret).toHaveLength(43)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const key = await loadSecret({ file })
    expect(await loadSecret(secret)).toEqual(key)
    expect(await loadSecret(`  ${secret}\n`)).toEqual(key)
    expect(await loadSecret(new TextEncoder().encode(secret))).toEqual(key)
    await expect(createSecretFile(file)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    expect(await loadSecret({ file })).toEqual(key)
  })

  it('is refused if it is missing, short, or open to others', async () => {
    const short = 'too short'
    await expect(loadSecret(short)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(loadSecret({ file })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await writeFile(file, short, { mode: 0o600 })
    await expect(loadSecret({ file })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await writeFile(file, generateSecret())
    await chmod(file, 0o604)
    await expect(loadSecret({ file })).rejects.toMatchObject({
      hint: expect.stringContaining('chmod 600'),
    })
  })

  it('never shows up in an error', async () => {
    const error: unknown = await loadSecret('hunter2').catch((reason: unknown) => reason)
    expect(String(error)).not.toContain('hunter2')
  })
})
