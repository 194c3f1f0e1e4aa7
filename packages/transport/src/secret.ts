// The cluster's secrets: text that whoever knows it may take part. It is proven by the handshake, never sent.

import { QuorumliteError } from '@quorumlite/wire'
import { createPrivateFile, readPrivateFile } from './private-file.ts'
import { type Random, systemRandom } from './random.ts'

/**
 * A secret shorter than this could be found by trying: whoever poses as a node gets a proof to try against. Secrets
 * made here have 256 random bits in 43 characters.
 */
const SECRET_LENGTH_MIN = 16

/** A fresh secret, as text fit for a file, an environment variable or a command line. */
export function generateSecret(random: Random = systemRandom): string {
  return Buffer.from(random.bytes(32)).toString('base64url')
}

/**
 * Writes a fresh secret to `file` (mode 0600) and returns it.
 *
 * @throws QuorumliteError INVALID_ARGUMENT if the file exists: nodes may be using it.
 */
export async function createSecretFile(file: string): Promise<string> {
  const secret = generateSecret()
  if (!(await createPrivateFile(file, Buffer.from(`${secret}\n`)))) {
    throw new QuorumliteError('INVALID_ARGUMENT', `${file} exists already`, {
      hint: 'Remove it first if no node uses it any more.',
    })
  }
  return secret
}

/**
 * The key for the handshake from a secret as users give it: text, bytes, or a file that holds the text.
 *
 * @throws QuorumliteError INVALID_ARGUMENT if it is too short, or the file is missing or open to others.
 * @example
 * const key = await loadSecret({ file: '/etc/service/cluster.secret' })
 */
export async function loadSecret(
  source: string | Uint8Array | { readonly file: string },
): Promise<Uint8Array> {
  if (typeof source === 'string') return toKey(source.trim(), 'the secret')
  if (source instanceof Uint8Array) return toKey(source, 'the secret')
  const bytes = await readPrivateFile(source.file)
  if (bytes === undefined) {
    throw new QuorumliteError('INVALID_ARGUMENT', `there is no secret file ${source.file}`, {
      hint: 'Copy it from a node of the cluster, with mode 600.',
    })
  }
  return toKey(Buffer.from(bytes).toString('utf8').trim(), `the secret in ${source.file}`)
}

function toKey(secret: string | Uint8Array, what: string): Uint8Array {
  const key = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret
  if (key.byteLength < SECRET_LENGTH_MIN) {
    throw new QuorumliteError(
      'INVALID_ARGUMENT',
      `${what} is shorter than ${SECRET_LENGTH_MIN} bytes`,
      { hint: 'Copy it from another member, or begin with one that `createSecretFile` made.' },
    )
  }
  return key
}
