// From HTTP requests to tickets and back.

import { QuorumliteError } from 'quorumlite'

/** @typedef {ReturnType<typeof import('./tickets.js').createTickets>} Tickets */

const BODY_BYTES_MAX = 64 * 1024

/** A request that is wrong in itself. */
class RequestError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {Tickets} tickets
 * @param {import('quorumlite').Quorumlite} ql
 */
export async function answer(request, response, tickets, ql) {
  try {
    const { status, body } = await route(request, tickets, ql)
    send(response, status, body)
  } catch (error) {
    const { status, message } = explain(error)
    send(response, status, { error: message })
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {Tickets} tickets
 * @param {import('quorumlite').Quorumlite} ql
 */
async function route(request, tickets, ql) {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const what = `${request.method} ${pathname}`
  if (what === 'GET /tickets') return { status: 200, body: await tickets.all() }
  if (what === 'POST /tickets') {
    const { title } = await readJson(request)
    if (typeof title !== 'string') throw new RequestError(400, 'a ticket has a title')
    const requestKey = request.headers['idempotency-key']
    if (Array.isArray(requestKey)) throw new RequestError(400, 'one Idempotency-Key is enough')
    return { status: 201, body: await tickets.create(title, requestKey) }
  }
  const closing = /^POST \/tickets\/(\d{1,15})\/close$/.exec(what)
  if (closing) {
    const ticket = await tickets.close(Number(closing[1]))
    if (!ticket) throw new RequestError(404, `there is no ticket ${closing[1]}`)
    return { status: 200, body: ticket }
  }
  if (what === 'GET /health') {
    const { nodeId } = ql.node
    return {
      status: 200,
      body: { nodeId, leaderId: ql.client.leaderId, counts: await tickets.countNearby(nodeId) },
    }
  }
  throw new RequestError(404, `there is nothing at ${what}`)
}

/**
 * @param {unknown} error
 * @returns {{ status: number, message: string }}
 */
function explain(error) {
  if (error instanceof RequestError) return error
  if (!(error instanceof QuorumliteError)) {
    console.error(error)
    return { status: 500, message: 'internal error' }
  }
  // A constraint of the schema: the request is wrong, and will be when it is sent again.
  if (error.code === 'SQL_ERROR') return { status: 422, message: error.message }
  // The cluster has no majority, or is too slow. With an Idempotency-Key it is safe to ask again, here or elsewhere.
  return { status: 503, message: `${error.code}: ${error.message}` }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
async function readJson(request) {
  const chunks = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > BODY_BYTES_MAX) throw new RequestError(413, 'that is too long')
    chunks.push(chunk)
  }
  try {
    const value = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Said below.
  }
  throw new RequestError(400, 'the body must be a JSON object')
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {unknown} body
 */
function send(response, status, body) {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(status === 503 && { 'retry-after': '1' }),
  })
  response.end(`${JSON.stringify(body)}\n`)
}
