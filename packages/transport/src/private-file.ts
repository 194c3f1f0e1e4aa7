// Files that hold a secret: readable by their owner alone, and either whole or not there.

import { randomUUID } from 'node:crypto'
import { link, open, readFile, stat, unlink } from 'node:fs/promises'
import path from 'node:path'
import { QuorumliteError } from '@quorumlite/wire'

/**
 * The file's bytes, or undefined if there is none.
 *
 * @throws QuorumliteError INVALID_ARGUMENT if others than its owner may read or write it.
 */
export async function readPrivateFile(file: string): Promise<Uint8Array | undefined> {
  try {
    const { mode } = await stat(file)
    // Windows has no such bits: Node reports what it can.
    if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
      const octal = (mode & 0o777).toString(8)
      throw new QuorumliteError('INVALID_ARGUMENT', `${file} is open to others (mode ${octal})`, {
        hint: `Take back their rights: chmod 600 ${file}`,
      })
    }
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Creates the file, durably, with mode 0600. Returns false, and changes nothing, if it exists.
 *
 * @throws QuorumliteError INVALID_ARGUMENT if its directory cannot be written to.
 */
export async function createPrivateFile(file: string, bytes: Uint8Array): Promise<boolean> {
  const directory = path.dirname(file)
  const temporary = path.join(directory, `.${path.basename(file)}.${randomUUID()}`)
  const handle = await open(temporary, 'wx', 0o600).catch((cause: unknown) => {
    throw new QuorumliteError('INVALID_ARGUMENT', `cannot create ${file}`, {
      cause,
      hint: `Let this process write to ${directory}, which has to exist.`,
    })
  })
  try {
    await handle.writeFile(bytes)
    await handle.sync()
    await handle.close()
    // Unlike rename(), link() fails if the name is taken: of two processes that start at once, one wins.
    await link(temporary, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await handle.close()
    await unlink(temporary)
  }
  const parent = await open(directory, 'r')
  try {
    await parent.sync()
  } finally {
    await parent.close()
  }
  return true
}
