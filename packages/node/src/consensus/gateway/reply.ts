import type { ClientResponse } from '@quorumlite/wire'

export type ResponseBody = ClientResponse['body']
export type PieceBody = Extract<ResponseBody, { kind: 'rows' | 'exportPiece' }>

/** How the parts of a connection answer one request. */
export interface Reply {
  /** The answer to the request. */
  send(body: ResponseBody): void
  /** One piece of an answer. Returns what to wait for before the next: undefined while the stream takes them. */
  sendPiece(body: PieceBody): Promise<void> | undefined
  fail(error: unknown): void
}
