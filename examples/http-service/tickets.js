// What the service keeps, and how. Nothing in here knows of HTTP, or that there is a cluster.

/** @typedef {import('quorumlite').Database} Database */
/** @typedef {{ id: number, title: string, state: 'open' | 'closed' }} Ticket */

export const SCHEMA = [
  `create table if not exists ticket (
    id integer primary key,
    title text not null check (length(title) between 1 and 200),
    state text not null default 'open' check (state in ('open', 'closed')),
    request_key text unique
  )`,
  'create index if not exists ticket_by_state on ticket (state, id)',
]

/** @param {Database} db */
export function createTickets(db) {
  return {
    /**
     * The driver runs a write once however often it has to send it. What it cannot know is that a *browser* asks again
     * because this process died before it answered: the key that the browser chose finds the ticket of the first time.
     *
     * @param {string} title
     * @param {string | undefined} requestKey
     * @returns {Promise<Ticket>}
     */
    async create(title, requestKey) {
      const { rows } = await db.execute(
        `insert into ticket (title, request_key) values (?, ?)
          on conflict (request_key) do update set request_key = excluded.request_key
          returning id, title, state`,
        [title, requestKey ?? null],
      )
      return /** @type {Ticket} */ (/** @type {unknown} */ (rows[0]))
    },

    /**
     * @param {number} id
     * @returns {Promise<Ticket | undefined>} undefined: there is no such ticket
     */
    async close(id) {
      const { rows } = await db.execute(
        "update ticket set state = 'closed' where id = ? returning id, title, state",
        [id],
      )
      return /** @type {Ticket | undefined} */ (/** @type {unknown} */ (rows[0]))
    },

    /**
     * Sees every ticket that was acknowledged by any process before it was asked.
     *
     * @returns {Promise<Ticket[]>}
     */
    async all() {
      return db.query('select id, title, state from ticket order by id')
    },

    /**
     * Asks this process's own node alone, whatever state the cluster is in: fast, and perhaps a little behind.
     *
     * @param {number} nodeId
     * @returns {Promise<{ open: number, closed: number }>}
     */
    async countNearby(nodeId) {
      const [counts] = await db.query(
        "select count(*) filter (where state = 'open') as open, count(*) filter (where state = 'closed') as closed from ticket",
        [],
        { consistency: 'stale', readFrom: nodeId },
      )
      return { open: Number(counts?.open), closed: Number(counts?.closed) }
    },
  }
}
