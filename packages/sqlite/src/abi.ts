// The module's functions and codes as JavaScript sees them: wasm/include/quorumlite.h, in the same order.

/** An address in the module's memory, already unsigned. */
export type Pointer = number

export const ABI_VERSION = 6
export const PAGE_BYTES = 4096

export const SQLITE_OK = 0
export const SQLITE_ERROR = 1
export const SQLITE_BUSY = 5
export const SQLITE_NOMEM = 7
export const SQLITE_INTERRUPT = 9
export const SQLITE_PROTOCOL = 15
export const SQLITE_TOOBIG = 18
export const SQLITE_MISUSE = 21
export const SQLITE_AUTH = 23
export const SQLITE_ROW = 100
export const SQLITE_DONE = 101
export const SQLITE_ABORT_ROLLBACK = 516
export const SQLITE_ERROR_SNAPSHOT = 769
export const SQLITE_PREPARE_PERSISTENT = 1

export const QL_MALFORMED = 100_001
export const QL_CHECKSUM_BEFORE = 100_002
export const QL_CHECKSUM_AFTER = 100_003
export const QL_PAGE_DAMAGED = 100_004
export const QL_SPECULATIVE = 100_005
export const QL_EXISTS = 100_006
export const QL_NOT_EMPTY = 100_007
export const QL_DOOMED = 100_008
export const QL_HOLE = 100_009
export const QL_OUT_OF_RANGE = 100_010
export const QL_NO_VERSION = 100_011
export const QL_PARAM_COUNT = 100_012
export const QL_PARAM_MALFORMED = 100_013
export const QL_ROW_TOO_BIG = 100_014
export const QL_NOT_A_DATABASE = 100_015
export const QL_NO_IMPORT = 100_016

/** What asking for a page of the writer's memory can come to, besides success: 0, or an address. */
export const READER_HOLE = 1

/** A reader's record in the writer's memory; its mark is the record's second half. */
export const READERS_MAX = 32
export const READER_RECORD_BYTES = 64
export const READER_MARK_BYTES = 32

export const ENTRY_HEADER_BYTES = 32
export const ENTRY_FLAG_IMPORT = 1
export const APPLY_UNVERIFIED = 1

export const OPEN_WRITABLE = 1
export const OPEN_SPECULATIVE = 2

export const PROFILE_INTERNAL = 0
export const PROFILE_READER = 1
export const PROFILE_WRITER = 2

export const OUTPUT_HEADER_BYTES = 32
export const OUTPUT_AUTOCOMMIT = 1

/** Types of a cell: the low three bits of its tag. */
export const CELL_NULL = 0
export const CELL_INT32 = 1
export const CELL_INT64 = 2
export const CELL_DOUBLE = 3
export const CELL_TEXT = 4
export const CELL_BLOB = 5

export interface Exports {
  malloc(bytes: number): Pointer
  free(address: Pointer): void

  ql_abi(): number
  ql_store_create(name: Pointer, out: Pointer): number
  ql_store_drop(store: Pointer): void
  ql_store_fork(source: Pointer, name: Pointer, out: Pointer): number
  ql_store_set_limits(store: Pointer, maxPages: number, maxTransactionPages: number): void
  ql_store_info(store: Pointer, out: Pointer): void
  ql_blank_page1(out: Pointer): void
  ql_restore_put(store: Pointer, pgno: number, page: Pointer, hash: Pointer): number
  ql_restore_share(
    store: Pointer,
    pgno: number,
    page: Pointer,
    hash: Pointer,
    relative: Pointer,
  ): number
  ql_restore_finish(store: Pointer, pageCount: number): number

  ql_publish(store: Pointer, count: number): number
  ql_abort(store: Pointer): number
  ql_pin_take(store: Pointer, speculative: number): Pointer
  ql_pin_release(pin: Pointer): void
  ql_pin_info(pin: Pointer, out: Pointer): void
  ql_pin_page(pin: Pointer, pgno: number, out: Pointer): number
  ql_pin_changes(
    pin: Pointer,
    since: number,
    from: number,
    maxScan: number,
    maxRecords: number,
    out: Pointer,
  ): number
  ql_forget_gone(store: Pointer, version: number): void
  ql_pin_verify(pin: Pointer, from: number, maxPages: number, out: Pointer): number
  ql_repair_page(store: Pointer, pgno: number, page: Pointer): number
  ql_page_hash(pgno: number, page: Pointer, out: Pointer): void

  ql_share(): Pointer
  ql_store_id(store: Pointer): number
  ql_reader_attach(reader: number): number
  ql_reader_detach(reader: number): void
  ql_readers_collect(): void
  ql_evict_readers(store: Pointer, throughVersion: number): void
  ql_remote_open(name: Pointer, address: Pointer, id: number, out: Pointer): number

  ql_encode(store: Pointer, version: number, flags: number, maxBytes: number, out: Pointer): number
  ql_encode_part(
    store: Pointer,
    version: number,
    from: number,
    flags: number,
    maxBytes: number,
    out: Pointer,
  ): number
  ql_apply(store: Pointer, entry: Pointer, length: number, flags: number): number
  ql_stage_part(store: Pointer, part: Pointer, length: number): number
  ql_stage_apply(store: Pointer, header: Pointer, length: number, flags: number): number
  ql_stage_drop(store: Pointer): void
  ql_entry_check(entry: Pointer, length: number): number
  ql_import_begin(store: Pointer): number
  ql_import_put(store: Pointer, pgno: number, page: Pointer): number
  ql_import_finish(store: Pointer, pageCount: number): number
  ql_import_cancel(store: Pointer): void

  ql_open(store: Pointer, flags: number, out: Pointer): number
  ql_conn_setup(connection: Pointer, flags: number): number
  ql_close(connection: Pointer): number
  ql_conn_profile(connection: Pointer, profile: number): number
  ql_conn_allow_transactions(connection: Pointer, allow: number): void
  ql_denied_reason(connection: Pointer): Pointer
  ql_conn_poll_every(connection: Pointer, operations: number): void
  ql_conn_reset(connection: Pointer): number
  ql_conn_state(connection: Pointer, out: Pointer): void

  ql_prepare(connection: Pointer, sql: Pointer, length: number, flags: number, out: Pointer): number
  ql_bind(statement: Pointer, parameters: Pointer, length: number): number
  ql_run(statement: Pointer, parameters: Pointer, length: number): Pointer
  ql_query(
    statement: Pointer,
    parameters: Pointer,
    length: number,
    maxRows: number,
    maxBytes: number,
  ): Pointer
  ql_step_rows(statement: Pointer, maxRows: number, maxBytes: number): Pointer
  ql_set_row_limit(bytes: number): void
  ql_memory(out: Pointer): void
  ql_set_memory_limit(bytes: number): void
  getSqliteFree(): Pointer

  sqlite3_initialize(): number
  sqlite3_libversion(): Pointer
  sqlite3_errmsg(connection: Pointer): Pointer
  sqlite3_errstr(code: number): Pointer
  sqlite3_extended_errcode(connection: Pointer): number
  sqlite3_error_offset(connection: Pointer): number
  sqlite3_column_count(statement: Pointer): number
  sqlite3_column_name(statement: Pointer, column: number): Pointer
  sqlite3_bind_parameter_count(statement: Pointer): number
  sqlite3_bind_parameter_name(statement: Pointer, position: number): Pointer
  sqlite3_clear_bindings(statement: Pointer): number
  sqlite3_stmt_readonly(statement: Pointer): number
  sqlite3_stmt_isexplain(statement: Pointer): number
  sqlite3_sql(statement: Pointer): Pointer
  sqlite3_reset(statement: Pointer): number
  sqlite3_finalize(statement: Pointer): number
  sqlite3_limit(connection: Pointer, limit: number, value: number): number
  sqlite3_malloc(bytes: number): Pointer
  sqlite3_free(address: Pointer): void
}

/** page-reader.wasm: the reader's side, over the memory of the writer (wasm/src/sharing.h). */
export interface PageReaderExports {
  ql_reader_pin(sharing: Pointer, reader: number, store: Pointer, id: number): number
  ql_reader_unpin(store: Pointer, pin: number): void
  ql_reader_find(
    sharing: Pointer,
    reader: number,
    store: Pointer,
    id: number,
    pin: number,
    pgno: number,
  ): number
  ql_reader_leave(sharing: Pointer, reader: number): void
}
