/* quorumlite.h: everything that quorumlite.wasm offers, and how it is called.
**
** A *store* is one database: a multi-version page table. C is its committed version, S >= C its
** speculative one. SQLite connections reach a store through the VFS under the store's name.
**
** Conventions, for every function below
** - Pointers are addresses in the module's memory: unsigned 32-bit (JavaScript: `>>> 0`).
** - Numbers in buffers are little-endian. Pages are 4096 bytes. Page numbers start at 1.
** - A version is a store-local integer that is never used twice. It crosses this border as a double
**   (a safe integer), so that JavaScript needs no BigInt.
** - Unless its comment says otherwise, a function returns a code: 0 (SQLITE_OK), one of SQLite's result
**   codes, or one of the QL_ codes below. On any code but 0 nothing has changed.
** - Every call may grow the memory: refresh typed-array views after it.
** - Buffers that a function hands out (entry, rows) stay valid until the next call of that function
**   family; copy what must live longer.
**
** Imports (module "env"): memory; now() -> f64, milliseconds since 1970; poll() -> i32, not 0 to interrupt
** the running statement; random(address, bytes), fills with good randomness; and for readers in other threads,
** remote_pin, remote_unpin and remote_read (below). Nothing else is imported.
** Call sqlite3_initialize() once after instantiation.
*/
#ifndef QUORUMLITE_H
#define QUORUMLITE_H

#include <stdint.h>
#include "sqlite3.h"

#ifdef __wasm__
#define QL_EXPORT(name) __attribute__((export_name(#name))) name
#else
#define QL_EXPORT(name) name
#endif

#define QL_ABI 6                    /* changes when a signature or a layout below does */
#define QL_PAGE_SIZE 4096
#define QL_MAX_PAGES ((1u << 20) - 1) /* 4 GiB: no store can be larger than the memory it lives in */

/* Codes of our own. They start above every extended SQLite code. */
#define QL_MALFORMED 100001         /* entry bytes that no encoder wrote */
#define QL_CHECKSUM_BEFORE 100002   /* the entry belongs onto another state than this store's */
#define QL_CHECKSUM_AFTER 100003    /* the pages, or their number, came out different from what the entry promises */
#define QL_PAGE_DAMAGED 100004      /* a page no longer has the hash stored with it */
#define QL_SPECULATIVE 100005       /* not while speculative versions exist: publish or abort them first */
#define QL_EXISTS 100006            /* a store of that name exists */
#define QL_NOT_EMPTY 100007         /* restore is for stores without pages */
#define QL_DOOMED 100008            /* the pin's version was thrown away by ql_abort, or its store was dropped */
#define QL_HOLE 100009              /* inside the database's size, but never written: reads as zeros */
#define QL_OUT_OF_RANGE 100010      /* page number 0, above the page count, or above QL_MAX_PAGES */
#define QL_NO_VERSION 100011        /* no such speculative version, or none left to encode */
#define QL_PARAM_COUNT 100012       /* another number of parameters than the statement has */
#define QL_PARAM_MALFORMED 100013   /* parameter cells that run past their buffer or have no such type */
#define QL_ROW_TOO_BIG 100014       /* one row is above the limit of ql_set_row_limit */
#define QL_NOT_A_DATABASE 100015    /* the imported or restored page 1 is not that of a 4096-byte-page database */
#define QL_NO_IMPORT 100016         /* ql_import_put or _finish without ql_import_begin */

typedef struct ql_store ql_store;
typedef struct ql_pin ql_pin;

/* QL_ABI of the module. */
uint32_t QL_EXPORT(ql_abi)(void);

/* ---- Stores ------------------------------------------------------------------------------------ */

/* Creates an empty store (no page) under `name` (NUL-terminated UTF-8, 1..255 bytes) and writes its
** address to *out. QL_EXISTS, SQLITE_NOMEM, SQLITE_MISUSE (bad name). Opening a connection needs page 1. */
int QL_EXPORT(ql_store_create)(const char *name, ql_store **out);

/* The store of that name, or 0. */
ql_store *QL_EXPORT(ql_store_find)(const char *name);

/* Drops a store: its name is free and its pages are freed at once. Connections and pins that are still
** open are doomed; the last of them to close frees the rest. The address is dead for the caller. */
void QL_EXPORT(ql_store_drop)(ql_store *store);

/* Creates a store under `name` with the pages of `source`'s committed version, as its own first version, and with its limits.
** Content is shared until one of the two changes it; each then goes its own way, and may be dropped without the other. Costs
** some 50 ns and 40 bytes a page. Codes as ql_store_create's, and QL_NOT_A_DATABASE if the source has no committed version. */
int QL_EXPORT(ql_store_fork)(ql_store *source, const char *name, ql_store **out);

/* Limits, 0 = leave as it is. A commit that would make the database larger than `max_pages`, or a
** transaction that writes more than `max_transaction_pages` frames to the WAL, fails with SQLITE_FULL and
** is rolled back. ql_apply, restore and import do not ask for them. Defaults: QL_MAX_PAGES, 65536. */
void QL_EXPORT(ql_store_set_limits)(ql_store *store, uint32_t max_pages, uint32_t max_transaction_pages);

/* Writes 96 bytes to `out`:
**    0 f64 committed version C        40 u32 speculative versions (S's distance from C)
**    8 f64 speculative version S      44 u32 of them not yet encoded
**   16 u64 checksum at C              48 u32 open connections
**   24 u64 checksum at S              52 u32 distinct pinned versions
**   32 u32 page count at C            56 f64 oldest pinned version, -1 if none
**   36 u32 page count at S            64 u32 pages kept for pins alone
**   68 u32 1 while a write transaction or an import is open
**   72 u32 max_pages                  76 u32 max_transaction_pages
**   80 f64 oldest version held for readers in other threads, -1 if none
**   88 u32 pins that such readers have now
**   92 u32 pins that they ever took, modulo 2^32: whether it was read since somebody looked last     */
void QL_EXPORT(ql_store_info)(ql_store *store, uint8_t *out);

/* Writes the page 1 that a new database starts from: empty schema, WAL mode, 4096-byte pages, UTF-8. */
void QL_EXPORT(ql_blank_page1)(uint8_t *out);

/* Restore: fills an empty store with pages, one by one, in any order; a later page of the same number
** replaces the earlier one. Nobody sees anything before finish. `kept_hash`: 8 bytes, as ql_page_hash writes them, that the
** page must have (QL_PAGE_DAMAGED, and nothing has changed), or 0. QL_NOT_EMPTY, QL_OUT_OF_RANGE, SQLITE_NOMEM. */
int QL_EXPORT(ql_restore_put)(ql_store *store, uint32_t pgno, const uint8_t *page, const uint8_t *kept_hash);

/* As ql_restore_put, for a page that `relative` (of whom this store, or a part of it, was once forked, or the other way round)
** may have, too: shares it. QL_HOLE if its committed page of that number has another content: nothing has changed then. */
int QL_EXPORT(ql_restore_share)(ql_store *store, uint32_t pgno, const uint8_t *page, const uint8_t *kept_hash,
                               ql_store *relative);

/* Makes the restored pages the committed version. Pages above `page_count` that were put are dropped.
** QL_NOT_A_DATABASE unless page 1 is there and sound. The checksum is then in ql_store_info. */
int QL_EXPORT(ql_restore_finish)(ql_store *store, uint32_t page_count);

/* ---- Versions ---------------------------------------------------------------------------------- */

/* Moves C forward over (at most) the n lowest speculative versions. Returns how many were published. */
uint32_t QL_EXPORT(ql_publish)(ql_store *store, uint32_t n);

/* Throws away every speculative version, and an open import. Returns how many versions were lost. Every
** connection that ever saw one of them is doomed for good, as is an open write transaction, because its cached
** schema may carry the cookie of a different one: ql_run, ql_query, ql_step_rows, whatever SQLite has to fetch, and
** COMMIT fail with SQLITE_ABORT_ROLLBACK (a write may fail with SQLITE_IOERR_WRITE). Close it and open another. */
uint32_t QL_EXPORT(ql_abort)(ql_store *store);

/* Pins C (speculative = 0) or S (1) without a connection and returns the pin, 0 for want of memory. The
** pages of a pinned version stay. Several pins of one version may have one address; each needs its
** ql_unpin. */
ql_pin *QL_EXPORT(ql_pin_take)(ql_store *store, int speculative);
void QL_EXPORT(ql_pin_release)(ql_pin *pin);

/* Writes 24 bytes to `out`: 0 f64 version, 8 u64 checksum, 16 u32 page count, 20 u32 1 if doomed. */
void QL_EXPORT(ql_pin_info)(ql_pin *pin, uint8_t *out);

/* Writes the address of the page's 4096 bytes as the pin sees them to *out. They must not be changed and
** stay valid until the pin is released. QL_HOLE, QL_OUT_OF_RANGE, QL_DOOMED. */
int QL_EXPORT(ql_pin_page)(ql_pin *pin, uint32_t pgno, const uint8_t **out);

/* Pages of the pinned version that changed after version `since` (-1: all pages), ascending from page
** number `from`. Looks at no more than `max_scan` page numbers that could have changed (ranges of 1024
** pages without a change cost one) and writes at most `max_records` records. `out`:
**   0 u32 page number to continue from, 0 = done
**   4 u32 records n
**   8 n records of 16 bytes: 0 u32 page number
**                            4 u32 1 = page, 2 = gone (delete what you stored: the page is beyond the size now,
**                                  or a hole if its number is within the page count)
**                            8 u64 hash of the page, 0 if gone
** Gone pages are listed until ql_forget_gone. QL_DOOMED. */
int QL_EXPORT(ql_pin_changes)(ql_pin *pin, double since, uint32_t from, uint32_t max_scan,
                              uint32_t max_records, uint8_t *out);

/* Forgets which pages went away at or before `version`, since no caller will ask ql_pin_changes for
** anything that old again (32 bytes of memory each until then). Call it when a checkpoint is durable. */
void QL_EXPORT(ql_forget_gone)(ql_store *store, double version);

/* Hashes at most `max_pages` pages of the pinned version from page `from` on and compares them with
** the hashes stored beside them. Writes 16 bytes to `out`: 0 u32 page number to continue from (0 = done),
** 4 u32 the damaged page (0 = none), 8 u64 XOR of the hashes computed. The XOR over all calls must equal the
** pin's checksum. QL_PAGE_DAMAGED (stops there; continue behind it), QL_DOOMED. */
int QL_EXPORT(ql_pin_verify)(ql_pin *pin, uint32_t from, uint32_t max_pages, uint8_t *out);

/* Overwrites a damaged committed page in place with bytes from a peer, if they have the stored hash
** (QL_PAGE_DAMAGED if not). QL_OUT_OF_RANGE if the page has no committed content. */
int QL_EXPORT(ql_repair_page)(ql_store *store, uint32_t pgno, const uint8_t *page);

/* XXH3 (64 bits) of the page, seeded with its number; written as u64 to `out`. A store's checksum is the XOR of
** this over its pages. */
void QL_EXPORT(ql_page_hash)(uint32_t pgno, const uint8_t *page, uint8_t *out);

/* ---- Readers in other threads --------------------------------------------------------------------
** The instance whose memory is shared is the writer; it alone changes that memory, and shows its stores' committed versions.
** A reader is another instance of this module, with a memory of its own that is not shared. It opens stores of the writer by
** address and id, and reaches their pages through three imports, which the host answers with page-reader.wasm, instantiated
** over the writer's memory in the reader's thread:
**    remote_pin(store, id, mark) -> pin or code: ql_reader_pin, then copies the 32 bytes of the reader's mark to `mark`
**    remote_unpin(store, pin): ql_reader_unpin
**    remote_read(store, id, pin, pgno, within, out, bytes) -> 0, 1 for a hole, or code: ql_reader_find, copies, ql_reader_leave
** Codes: -1 the store was dropped (SQL fails with SQLITE_ABORT_ROLLBACK for good), -2 the snapshot was given up
** (SQLITE_ERROR_SNAPSHOT; the next transaction has a new one), -3 too many pins (SQLITE_PROTOCOL).
** A reader's record is 64 bytes, ql_share's address + 64 * (1 + reader); its mark begins 32 bytes in. */

/* Writer: from now on stores are shown. Before the first store is created. Returns what ql_reader_ functions call `sharing`. */
struct ql_sharing *QL_EXPORT(ql_share)(void);

/* Writer: what names a store to readers, together with its address. */
uint32_t QL_EXPORT(ql_store_id)(ql_store *store);

/* Writer: reader number 0..31 may begin; it has ended, perhaps in the middle of a read, and what it pinned is free again.
** SQLITE_MISUSE. */
int QL_EXPORT(ql_reader_attach)(uint32_t reader);
void QL_EXPORT(ql_reader_detach)(uint32_t reader);

/* Writer: lets go of versions that readers no longer pin, in all stores. Publishing does so too. */
void QL_EXPORT(ql_readers_collect)(void);

/* Writer: takes from all readers their snapshots of this version and of older ones, but for the committed one. */
void QL_EXPORT(ql_evict_readers)(ql_store *store, double through_version);

/* Reader: a store of the writer under a name of its own. QL_EXISTS, QL_NOT_A_DATABASE, SQLITE_NOMEM, SQLITE_MISUSE,
** SQLITE_ABORT_ROLLBACK (it was dropped), SQLITE_PROTOCOL (too many pins). Connections to it read C and cannot write. */
int QL_EXPORT(ql_remote_open)(const char *name, uintptr_t address, uint32_t id, ql_store **out);

/* ---- Entries ----------------------------------------------------------------------------------- */
/* An entry is what one commit changed. Header, 32 bytes:
**    0 u8  format, 1                   8 u32 number of page records
**    1 u8  flags, see below           12 u32 length of the entry in bytes, header included
**    2 u16 0                          16 u64 checksum before
**    4 u32 page count after           24 u64 checksum after
** then the records, by ascending page number, each within the page count after:
**    0 u32 page number    4 u16 kind: 1 raw, 2 delta, 3 gone    6 u16 length of what follows
**    raw: the 4096 bytes. gone: nothing; the page becomes a hole.
**    delta: ranges to overwrite in the page's previous version (zeros if it had none), ascending:
**       0 u16 offset    2 u16 length (not 0)    4 bytes
** Pages above the page count after are gone without a record. A page that was written but did not change has
** no record.
** Flags: bit 0 = an import: everything is replaced. Bit 1 = parted: the commit is larger than an entry may be. Its records
** went ahead in parts, each of them whole records that go on where the part before it ended; the entry is a header alone,
** which counts the records and the bytes of all parts. */
#define QL_ENTRY_HEADER 32
#define QL_ENTRY_IMPORT 1
#define QL_ENTRY_PARTED 2

/* Encodes speculative version `version`, or the oldest one not yet encoded (0). `flags`: bit 0 = no
** deltas. Each base page is verified before it is diffed: QL_PAGE_DAMAGED names it. Writes 32 bytes to `out`:
**    0 u32 address of the entry    4 u32 its length    8 f64 its version
**   16 u32 page records           20 u32 damaged page (0 = none)    24 u32 page to go on with (0 = that was all)
**   28 u32 pages that the version wrote (ql_encode alone)
** If it would be longer than `max_bytes` (0: 2 GiB), it ends before: the header is then that of a parted commit as far as it
** goes, what follows it is the first part, and ql_encode_part has the rest.
** QL_NO_VERSION, QL_PAGE_DAMAGED, SQLITE_NOMEM, SQLITE_TOOBIG, SQLITE_MISUSE (not even one page fits). */
#define QL_ENCODE_RAW 1
int QL_EXPORT(ql_encode)(ql_store *store, double version, uint32_t flags, uint32_t max_bytes, uint8_t *out);

/* The next part of a version, from page `from` on: records alone, at most `max_bytes`. `out` as above. The version must be
** neither published nor aborted: QL_NO_VERSION. QL_OUT_OF_RANGE: it has no such page. */
int QL_EXPORT(ql_encode_part)(ql_store *store, double version, uint32_t from, uint32_t flags, uint32_t max_bytes, uint8_t *out);

/* Applies an entry to the committed version and publishes the result, under open readers. `flags`:
** QL_APPLY_UNVERIFIED = skip both checksums (replay over pages that may be newer: overwriting is idempotent);
** the store's checksum is then that of the pages as they came out. QL_MALFORMED, QL_CHECKSUM_BEFORE,
** QL_CHECKSUM_AFTER, QL_SPECULATIVE, SQLITE_BUSY (a write transaction is open), SQLITE_NOMEM. */
#define QL_APPLY_UNVERIFIED 1
int QL_EXPORT(ql_apply)(ql_store *store, const uint8_t *entry, uint32_t length, uint32_t flags);

/* Takes in the next part of a commit from elsewhere: its pages are built upon the committed version, which must not change
** until ql_stage_apply, and are seen by nobody. On failure what was taken in before stays. QL_MALFORMED, SQLITE_NOMEM. */
int QL_EXPORT(ql_stage_part)(ql_store *store, const uint8_t *part, uint32_t length);
/* Publishes what was taken in, as ql_apply does. `header`: of a parted entry. Afterwards nothing is staged any more, unless it
** failed with SQLITE_NOMEM, QL_SPECULATIVE or SQLITE_BUSY. */
int QL_EXPORT(ql_stage_apply)(ql_store *store, const uint8_t *header, uint32_t length, uint32_t flags);
void QL_EXPORT(ql_stage_drop)(ql_store *store);

/* Checks an entry's form from first to last byte without a store: 0 or QL_MALFORMED. */
int QL_EXPORT(ql_entry_check)(const uint8_t *entry, uint32_t length);

/* Import: builds ONE speculative version that replaces everything. Takes the writer's place: SQLITE_BUSY
** while a write transaction or another import is open. Pages that are not put become holes. */
int QL_EXPORT(ql_import_begin)(ql_store *store);
int QL_EXPORT(ql_import_put)(ql_store *store, uint32_t pgno, const uint8_t *page);
/* Finishes the import: page 1 is forced to WAL mode (bytes 18 and 19), gets `page_count` as its size, and a
** schema cookie above both databases', so that every connection reads the schema anew. On a code other
** than 0 the import is still open: put the missing page, or cancel. QL_NOT_A_DATABASE, SQLITE_NOMEM. */
int QL_EXPORT(ql_import_finish)(ql_store *store, uint32_t page_count);
void QL_EXPORT(ql_import_cancel)(ql_store *store);

/* ---- Connections ------------------------------------------------------------------------------- */

#define QL_OPEN_WRITABLE 1          /* may take the WRITE lock (only together with QL_OPEN_SPECULATIVE) */
#define QL_OPEN_SPECULATIVE 2       /* reads S instead of C */

/* Opens a connection with extended result codes, foreign keys on, profile QL_PROFILE_INTERNAL. A connection
** opened with sqlite3_open_v2 under the store's name reads C and cannot write; ql_conn_setup makes
** it one of ours. QL_NOT_A_DATABASE if the store has no page 1. */
int QL_EXPORT(ql_open)(ql_store *store, uint32_t flags, sqlite3 **out);
int QL_EXPORT(ql_conn_setup)(sqlite3 *conn, uint32_t flags);

/* Closes the connection. Finalise its statements first: while one is left, the connection lives on as a zombie
** (sqlite3_close_v2) that keeps its pin. A transaction that is open is rolled back. */
int QL_EXPORT(ql_close)(sqlite3 *conn);

/* What SQL may do. INTERNAL: everything (PRAGMA cache_size and the like at set-up). READER, WRITER: the
** allow-list of authorizer.c; READER differs in that nothing may be attached, not even VACUUM's scratch database. */
#define QL_PROFILE_INTERNAL 0
#define QL_PROFILE_READER 1
#define QL_PROFILE_WRITER 2
int QL_EXPORT(ql_conn_profile)(sqlite3 *conn, int profile);

/* Whether BEGIN, COMMIT, ROLLBACK, SAVEPOINT may be prepared from now on (default: not). The host turns it on around
** the steps of its own BEGIN and COMMIT too: SQLite may compile a statement again when it runs. */
void QL_EXPORT(ql_conn_allow_transactions)(sqlite3 *conn, int allow);

/* Why the authoriser refused, since the last ql_prepare: "PRAGMA locking_mode is not allowed"; 0 if it did
** not. Valid until the next ql_prepare. */
const char *QL_EXPORT(ql_denied_reason)(sqlite3 *conn);

/* Changes the view of a connection that is outside a transaction (SQLITE_BUSY otherwise). */
int QL_EXPORT(ql_conn_set_view)(sqlite3 *conn, int speculative);

/* Calls env.poll every `operations` VDBE operations (0: never). */
void QL_EXPORT(ql_conn_poll_every)(sqlite3 *conn, int operations);

/* Leaves nothing of this request to the next: last_insert_rowid() and changes() are 0, foreign keys on, every
** setting that the authoriser lets SQL change is back at its default, last error text cleared from
** ql_denied_reason. Finalises nothing; SQLITE_BUSY inside a transaction. */
int QL_EXPORT(ql_conn_reset)(sqlite3 *conn);

/* Writes 48 bytes to `out`:
**    0 u32 1 in autocommit mode         16 i64 last_insert_rowid
**    4 u32 sqlite3_txn_state            24 i64 changes of the last statement (0 if none since ql_conn_reset)
**    8 u32 1 if doomed                  32 f64 pinned version, -1 if none
**   12 u32 extended error code          40 u32 frames in the open write transaction, 44 u32 0 */
void QL_EXPORT(ql_conn_state)(sqlite3 *conn, uint8_t *out);

/* ---- Statements -------------------------------------------------------------------------------- */

/* Compiles the first statement of sql[0..length); sql[length] must be 0. `flags` are SQLite's
** (SQLITE_PREPARE_PERSISTENT = 1). Writes 8 bytes to `out`: 0 u32 statement (0: only white space and comments),
** 4 u32 offset of the rest. Names, types and so on come from the sqlite3_ functions listed in exports.txt. */
int QL_EXPORT(ql_prepare)(sqlite3 *conn, const char *sql, uint32_t length, uint32_t flags, uint8_t *out);

/* Parameters: u32 count, then as many cells. Rows: cells, column by column. A cell is
**    0 u32 tag = type + 8 * byte length of the payload of text and blob
**    4     payload, padded to a multiple of 4 (rows: with zeros)
** types: 0 null (no payload), 1 int32 (i32), 2 int64 (i64), 3 double (f64), 4 text (UTF-8), 5 blob.
** Rows use type 1 for every integer that fits. */

/* Binds every parameter, with copies of texts and blobs. The count must be the statement's. Resets the
** statement first. QL_PARAM_COUNT, QL_PARAM_MALFORMED, or SQLite's code; after those the bindings are cleared. */
int QL_EXPORT(ql_bind)(sqlite3_stmt *stmt, const uint8_t *params, uint32_t length);

/* The three below return the address of the *output*, never 0:
**    0 i32 code: SQLITE_DONE, SQLITE_ROW (more rows to come), or an error; the statement has been reset
**          unless it is SQLITE_ROW
**    4 u32 rows n                     16 i64 last_insert_rowid
**    8 u32 bytes used, header incl.   24 u32 changes (as in ql_conn_state), at most 2^32 - 1
**   12 u32 columns                    28 u32 bit 0: autocommit, bit 1: doomed
**   32 cells of n rows
** `params` = 0: keep the bindings as they are. */
#define QL_OUTPUT_HEADER 32

/* Binds, runs to the end without keeping rows, resets, and (if it bound) clears the bindings. */
uint8_t *QL_EXPORT(ql_run)(sqlite3_stmt *stmt, const uint8_t *params, uint32_t length);

/* Binds and steps until the end, `max_rows`, or until the output has `max_bytes`. A row is always delivered
** whole: the output may be larger than max_bytes by one row. No row is held back between calls. */
uint8_t *QL_EXPORT(ql_query)(sqlite3_stmt *stmt, const uint8_t *params, uint32_t length, uint32_t max_rows,
                             uint32_t max_bytes);

/* Goes on where ql_query or ql_bind left off. */
uint8_t *QL_EXPORT(ql_step_rows)(sqlite3_stmt *stmt, uint32_t max_rows, uint32_t max_bytes);

/* Limit on the encoded size of one row, default 64 MiB. */
void QL_EXPORT(ql_set_row_limit)(uint32_t bytes);

/* ---- Memory ------------------------------------------------------------------------------------ */

/* Writes 72 bytes to `out`, all f64:
**    0 bytes of memory grown to       32 page versions (records)
**    8 bytes handed out by malloc     40 stores
**   16 pages in use                   48 connections
**   24 pages free in the slab         56 limit of ql_set_memory_limit
**   64 bytes that malloc has free in blocks of 1 MiB and more: the rest may be too small for pages */
void QL_EXPORT(ql_memory)(uint8_t *out);

/* No allocation may grow the memory beyond this many bytes; default 4 GiB less one 64 KiB page. */
void QL_EXPORT(ql_set_memory_limit)(double bytes);

/* The address of sqlite3_free, for wa-sqlite. */
void *QL_EXPORT(getSqliteFree)(void);

#endif
