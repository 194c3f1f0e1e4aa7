/* Statements: parameters in, rows out, one call for a whole run. */
#include <string.h>

#include "bytes.h"
#include "connection.h"
#include "heap.h"

enum { CELL_NULL, CELL_INT32, CELL_INT64, CELL_DOUBLE, CELL_TEXT, CELL_BLOB };

#define CELL_BYTES_MAX 12u /* of a cell that is neither text nor blob */
#define OUTPUT_KEPT (1u << 20)
#define ROW_LIMIT_DEFAULT (64u << 20)

static ql_buffer output;
/* For an error that is a want of memory. */
static uint8_t bare_output[QL_OUTPUT_HEADER];
static uint32_t row_limit = ROW_LIMIT_DEFAULT;

void ql_set_row_limit(uint32_t bytes) { row_limit = bytes; }

int ql_prepare_statement(sqlite3 *db, const char *sql, uint32_t length, uint32_t flags, sqlite3_stmt **stmt,
                         uint32_t *tail_offset) {
  ql_conn *conn = ql_conn_of(db);
  const char *tail = sql;
  *stmt = 0;
  if (conn) {
    conn->denied = 0;
    conn->preparing = 1;
  }
  /* With the terminating 0 counted in, SQLite compiles the text where it stands. */
  int code = length < 0x7fffffff ? sqlite3_prepare_v3(db, sql, (int)length + 1, flags, stmt, &tail) : SQLITE_TOOBIG;
  if (conn) conn->preparing = 0;
  uint32_t offset = (uint32_t)(tail - sql);
  *tail_offset = offset < length ? offset : length;
  return code;
}

int ql_prepare(sqlite3 *db, const char *sql, uint32_t length, uint32_t flags, uint8_t *out) {
  sqlite3_stmt *stmt;
  uint32_t tail_offset;
  int code = ql_prepare_statement(db, sql, length, flags, &stmt, &tail_offset);
  ql_put_u32(out, (uint32_t)(uintptr_t)stmt);
  ql_put_u32(out + 4, tail_offset);
  return code;
}

/* ---- Parameters */

static int bind_cell(sqlite3_stmt *stmt, int index, uint32_t type, const uint8_t *payload, uint32_t length,
                     sqlite3_destructor_type lifetime) {
  switch (type) {
    case CELL_NULL:
      return sqlite3_bind_null(stmt, index);
    case CELL_INT32:
      return sqlite3_bind_int(stmt, index, (int32_t)ql_get_u32(payload));
    case CELL_INT64:
      return sqlite3_bind_int64(stmt, index, ql_get_i64(payload));
    case CELL_DOUBLE:
      return sqlite3_bind_double(stmt, index, ql_get_f64(payload));
    case CELL_TEXT:
      return sqlite3_bind_text64(stmt, index, (const char *)payload, length, lifetime, SQLITE_UTF8);
    default:
      return sqlite3_bind_blob64(stmt, index, payload, length, lifetime);
  }
}

static int bind_cells(sqlite3_stmt *stmt, const uint8_t *params, uint32_t length, sqlite3_destructor_type lifetime) {
  if (length < 4) return QL_PARAM_MALFORMED;
  uint32_t count = ql_get_u32(params);
  if (count != (uint32_t)sqlite3_bind_parameter_count(stmt)) return QL_PARAM_COUNT;
  uint32_t at = 4;
  for (uint32_t i = 1; i <= count; i++) {
    if (length - at < 4) return QL_PARAM_MALFORMED;
    uint32_t tag = ql_get_u32(params + at), type = tag & 7, bytes = tag >> 3;
    at += 4;
    if (type > CELL_BLOB) return QL_PARAM_MALFORMED;
    if (type < CELL_TEXT) bytes = type == CELL_NULL ? 0 : type == CELL_INT32 ? 4 : 8;
    uint32_t padded = (bytes + 3) & ~3u;
    if (padded > length - at) return QL_PARAM_MALFORMED;
    int code = bind_cell(stmt, (int)i, type, params + at, bytes, lifetime);
    if (code != SQLITE_OK) return code;
    at += padded;
  }
  return at == length ? SQLITE_OK : QL_PARAM_MALFORMED;
}

static int reset_and_bind(sqlite3_stmt *stmt, const uint8_t *params, uint32_t length, sqlite3_destructor_type lifetime) {
  sqlite3_reset(stmt);
  if (!params) return SQLITE_OK;
  int code = bind_cells(stmt, params, length, lifetime);
  if (code != SQLITE_OK) sqlite3_clear_bindings(stmt);
  return code;
}

int ql_bind(sqlite3_stmt *stmt, const uint8_t *params, uint32_t length) {
  return reset_and_bind(stmt, params, length, SQLITE_TRANSIENT);
}

/* ---- Rows */

static inline void put_cell(uint32_t tag, const void *payload, uint32_t bytes) {
  uint8_t *at = output.bytes + output.used;
  uint32_t padded = (bytes + 3) & ~3u;
  ql_put_u32(at, tag);
  /* Zeros first, where the padding will be: rows go to clients as they are, and must not carry what was here before. */
  if (padded != bytes) ql_put_u32(at + padded, 0);
  memcpy(at + 4, payload, bytes);
  output.used += 4 + padded;
}

static int put_bytes(sqlite3_stmt *stmt, int column, uint32_t type, uint32_t room_after) {
  const void *bytes = type == CELL_TEXT ? (const void *)sqlite3_column_text(stmt, column) : sqlite3_column_blob(stmt, column);
  uint32_t length = (uint32_t)sqlite3_column_bytes(stmt, column);
  if (!bytes) {
    /* An empty blob has no address; a text without one could not be converted. */
    if (type == CELL_TEXT || length > 0) return SQLITE_NOMEM;
    bytes = "";
  }
  if (length > row_limit) return QL_ROW_TOO_BIG;
  int code = ql_buffer_reserve(&output, length + 8 + room_after);
  if (code != SQLITE_OK) return code;
  put_cell(type | length << 3, bytes, length);
  return SQLITE_OK;
}

static int put_row(sqlite3_stmt *stmt, int columns) {
  uint32_t start = output.used;
  int code = ql_buffer_reserve(&output, (uint32_t)columns * CELL_BYTES_MAX);
  for (int i = 0; i < columns && code == SQLITE_OK; i++) {
    switch (sqlite3_column_type(stmt, i)) {
      case SQLITE_INTEGER: {
        sqlite3_int64 value = sqlite3_column_int64(stmt, i);
        int32_t small = (int32_t)value;
        if (small == value) put_cell(CELL_INT32, &small, 4);
        else put_cell(CELL_INT64, &value, 8);
        break;
      }
      case SQLITE_FLOAT: {
        double value = sqlite3_column_double(stmt, i);
        put_cell(CELL_DOUBLE, &value, 8);
        break;
      }
      case SQLITE_NULL:
        put_cell(CELL_NULL, "", 0);
        break;
      case SQLITE_TEXT:
        code = put_bytes(stmt, i, CELL_TEXT, (uint32_t)(columns - i) * CELL_BYTES_MAX);
        break;
      default:
        code = put_bytes(stmt, i, CELL_BLOB, (uint32_t)(columns - i) * CELL_BYTES_MAX);
    }
  }
  if (code == SQLITE_OK && output.used - start > row_limit) code = QL_ROW_TOO_BIG;
  if (code != SQLITE_OK) output.used = start;
  return code;
}

/* ---- Running */

static int is_doomed(const ql_conn *conn) { return conn && conn->file->doomed; }

/* Makes room for the header. */
static int begin_output(void) {
  ql_buffer_clear(&output, OUTPUT_KEPT);
  int code = ql_buffer_reserve(&output, QL_OUTPUT_HEADER);
  if (code == SQLITE_OK) output.used = QL_OUTPUT_HEADER;
  return code;
}

static uint8_t *end_output(sqlite3_stmt *stmt, sqlite3 *db, const ql_conn *conn, int code, uint32_t rows) {
  uint8_t *header = output.bytes ? output.bytes : bare_output;
  sqlite3_int64 changes = ql_conn_changes(conn, db);
  ql_put_u32(header, (uint32_t)code);
  ql_put_u32(header + 4, rows);
  ql_put_u32(header + 8, output.bytes ? output.used : QL_OUTPUT_HEADER);
  ql_put_u32(header + 12, (uint32_t)sqlite3_column_count(stmt));
  ql_put_u64(header + 16, (uint64_t)sqlite3_last_insert_rowid(db));
  ql_put_u32(header + 24, changes > 0xffffffffll ? 0xffffffffu : (uint32_t)changes);
  ql_put_u32(header + 28, (sqlite3_get_autocommit(db) ? 1u : 0u) | (is_doomed(conn) ? 2u : 0u));
  return header;
}

/* Resets a statement that has ended with `code`, and returns the code to report. */
static int end_run(sqlite3_stmt *stmt, int code) {
  int reset = sqlite3_reset(stmt);
  return code == SQLITE_DONE && reset != SQLITE_OK ? reset : code;
}

uint8_t *ql_run(sqlite3_stmt *stmt, const uint8_t *params, uint32_t length) {
  sqlite3 *db = sqlite3_db_handle(stmt);
  const ql_conn *conn = ql_conn_of(db);
  int code = begin_output();
  if (code == SQLITE_OK && is_doomed(conn)) code = QL_FILE_DOOMED;
  /* The bindings need not outlive this call: no copies. */
  if (code == SQLITE_OK) code = reset_and_bind(stmt, params, length, SQLITE_STATIC);
  if (code == SQLITE_OK) {
    do {
      code = sqlite3_step(stmt);
    } while (code == SQLITE_ROW);
  }
  code = end_run(stmt, code);
  if (params) sqlite3_clear_bindings(stmt);
  return end_output(stmt, db, conn, code, 0);
}

uint8_t *ql_step_rows(sqlite3_stmt *stmt, uint32_t max_rows, uint32_t max_bytes) {
  sqlite3 *db = sqlite3_db_handle(stmt);
  const ql_conn *conn = ql_conn_of(db);
  uint32_t rows = 0;
  int code = begin_output();
  if (code == SQLITE_OK && is_doomed(conn)) code = QL_FILE_DOOMED;
  if (code == SQLITE_OK) code = SQLITE_ROW;
  while (code == SQLITE_ROW && rows < max_rows && output.used < max_bytes) {
    code = sqlite3_step(stmt);
    if (code != SQLITE_ROW) break;
    int put = put_row(stmt, sqlite3_column_count(stmt));
    if (put == SQLITE_OK) rows++;
    else code = put;
  }
  if (code != SQLITE_ROW) code = end_run(stmt, code);
  return end_output(stmt, db, conn, code, rows);
}

uint8_t *ql_query(sqlite3_stmt *stmt, const uint8_t *params, uint32_t length, uint32_t max_rows, uint32_t max_bytes) {
  int code = reset_and_bind(stmt, params, length, SQLITE_TRANSIENT);
  if (code == SQLITE_OK) return ql_step_rows(stmt, max_rows, max_bytes);
  sqlite3 *db = sqlite3_db_handle(stmt);
  if (begin_output() != SQLITE_OK) code = SQLITE_NOMEM;
  return end_output(stmt, db, ql_conn_of(db), code, 0);
}
