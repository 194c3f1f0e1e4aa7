import { constants } from 'node:fs'
import { access, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Database, ExportOptions } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'

export interface ExportFileOptions extends ExportOptions {
  /** Also over a file that is there. */
  readonly replace?: boolean
  readonly onProgress?: (bytes: number, bytesTotal: number) => void
}

export interface ExportedFile {
  readonly bytes: number
  /** The node that it came from, and the place in the log that it reflects. */
  readonly nodeId: number
  readonly index: number
}

/**
 * Writes a database to a file. The file appears under its name only once it is whole and on disk; until then it is
 * `FILE.tmp`, which goes when anything goes wrong.
 *
 * @throws QuorumliteError DISK_FULL; INVALID_ARGUMENT for a file that cannot be written; what an export throws.
 */
export async function exportToFile(
  database: Database,
  file: string,
  options: ExportFileOptions = {},
): Promise<ExportedFile> {
  if (!options.replace && (await exists(file))) {
    throw new QuorumliteError('INVALID_ARGUMENT', `${file} is there already`, {
      hint: 'Choose another name, or give --replace.',
    })
  }
  const partial = `${file}.tmp`
  await using stream = database.export(options)
  // Before anything is written: a database that does not exist leaves no trace.
  const { bytesTotal, nodeId, position } = await stream.head()
  try {
    const output = await open(partial, 'w')
    try {
      let bytes = 0
      for await (const chunk of stream) {
        await writeWhole(output, chunk)
        bytes += chunk.length
        options.onProgress?.(bytes, bytesTotal)
      }
      await output.sync()
    } finally {
      await output.close()
    }
    await rename(partial, file)
    await syncDirectory(dirname(file))
  } catch (cause) {
    await rm(partial, { force: true })
    throw cause instanceof QuorumliteError ? cause : cannotWrite(file, cause)
  }
  return { bytes: bytesTotal, nodeId, index: position.index }
}

/** One write may take less than it was given. */
async function writeWhole(output: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.length;) {
    offset += (await output.write(chunk, offset, chunk.length - offset)).bytesWritten
  }
}

/** The new name is on disk only when its directory is. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

const SPACE_CODES: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

function cannotWrite(file: string, cause: unknown): QuorumliteError {
  const { code, message } = cause as NodeJS.ErrnoException
  if (SPACE_CODES.has(code)) {
    return new QuorumliteError('DISK_FULL', `there is no room for ${file}: ${message}`, {
      cause,
      hint: 'Free space on that disk, or write to another one. Nothing was left behind.',
    })
  }
  return new QuorumliteError('INVALID_ARGUMENT', `${file} cannot be written: ${message}`, {
    cause,
    hint: 'Name a file in a directory that exists and that you may write to.',
  })
}
