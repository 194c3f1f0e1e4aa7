/* Parameters in, rows out, and what is left for the next request. */
#include "harness.h"

static uint8_t cells[4096];
static uint32_t cells_length;

static void params_begin(uint32_t count) {
  ql_put_u32(cells, count);
  cells_length = 4;
}

static void param(uint32_t type, const void *payload, uint32_t bytes) {
  ql_put_u32(cells + cells_length, type | (type >= 4 ? bytes << 3 : 0));
  memset(cells + cells_length + 4, 0xee, (bytes + 3) & ~3u);
  memcpy(cells + cells_length + 4, payload, bytes);
  cells_length += 4 + ((bytes + 3) & ~3u);
}

static sqlite3_stmt *prepare(sqlite3 *conn, const char *sql) {
  sqlite3_stmt *stmt;
  uint32_t tail;
  int code = ql_prepare_statement(conn, sql, (uint32_t)strlen(sql), 0, &stmt, &tail);
  if (code != SQLITE_OK) fail(__FILE__, __LINE__, "%s: %s", sql, sqlite3_errmsg(conn));
  return stmt;
}

static void every_type_goes_in_and_out(sqlite3 *conn) {
  sqlite3_stmt *stmt = prepare(conn, "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8");
  int32_t small = -7;
  int64_t large = 1ll << 40, fits = 2147483647, below = -2147483649ll;
  double real = 2.5;
  params_begin(8);
  param(0, "", 0);
  param(1, &small, 4);
  param(2, &large, 8);
  param(2, &fits, 8);
  param(2, &below, 8);
  param(3, &real, 8);
  param(4, "gr\xc3\xbcn ", 6);
  param(5, "\0\1\2", 3);
  const uint8_t *out = ql_query(stmt, cells, cells_length, 10, 1 << 20);
  CHECK_EQUAL(ql_get_u32(out), SQLITE_DONE);
  CHECK_EQUAL(ql_get_u32(out + 4), 1);
  CHECK_EQUAL(ql_get_u32(out + 12), 8);
  const uint8_t *at = out + QL_OUTPUT_HEADER;
  CHECK_EQUAL(ql_get_u32(at), 0);
  CHECK_EQUAL(ql_get_u32(at + 4), 1);
  CHECK_EQUAL((int32_t)ql_get_u32(at + 8), -7);
  CHECK_EQUAL(ql_get_u32(at + 12), 2);
  CHECK_EQUAL(ql_get_i64(at + 16), large);
  CHECK_EQUAL(ql_get_u32(at + 24), 1);
  CHECK_EQUAL(ql_get_u32(at + 28), 2147483647);
  CHECK_EQUAL(ql_get_u32(at + 32), 2);
  CHECK_EQUAL(ql_get_i64(at + 36), below);
  CHECK_EQUAL(ql_get_u32(at + 44), 3);
  CHECK(ql_get_f64(at + 48) == 2.5);
  CHECK_EQUAL(ql_get_u32(at + 56), 4 | 6 << 3);
  CHECK(memcmp(at + 60, "gr\xc3\xbcn \0\0", 8) == 0);
  CHECK_EQUAL(ql_get_u32(at + 68), 5 | 3 << 3);
  CHECK(memcmp(at + 72, "\0\1\2\0", 4) == 0);
  CHECK_EQUAL(ql_get_u32(out + 8), QL_OUTPUT_HEADER + 76);
  sqlite3_finalize(stmt);
}

static void broken_parameters_are_refused(sqlite3 *conn) {
  sqlite3_stmt *stmt = prepare(conn, "SELECT ?, ?");
  int32_t one = 1;
  params_begin(1);
  param(1, &one, 4);
  CHECK_EQUAL(ql_bind(stmt, cells, cells_length), QL_PARAM_COUNT);
  params_begin(2);
  param(1, &one, 4);
  param(4, "abcdefg", 7);
  CHECK_EQUAL(ql_bind(stmt, cells, cells_length), SQLITE_OK);
  for (uint32_t n = 0; n < cells_length; n++) {
    /* In memory of exactly that size, so that the sanitizer sees a read behind its end. */
    uint8_t *exact = malloc(n + !n);
    memcpy(exact, cells, n);
    CHECK_EQUAL(ql_bind(stmt, exact, n), QL_PARAM_MALFORMED);
    free(exact);
  }
  cells_length += 4;
  CHECK_EQUAL(ql_bind(stmt, cells, cells_length), QL_PARAM_MALFORMED);
  params_begin(2);
  param(1, &one, 4);
  param(6, &one, 4);
  CHECK_EQUAL(ql_get_u32(ql_query(stmt, cells, cells_length, 1, 1)), QL_PARAM_MALFORMED);
  params_begin(2);
  param(1, &one, 4);
  param(5, "", 0);
  ql_put_u32(cells + cells_length - 4, 5u | 0x1fffffffu << 3);
  CHECK_EQUAL(ql_get_u32(ql_run(stmt, cells, cells_length)), QL_PARAM_MALFORMED);
  sqlite3_finalize(stmt);
}

static void rows_come_in_slices(sqlite3 *conn) {
  SQL(conn, "CREATE TABLE r(a, b)");
  for (int i = 0; i < 50; i++) SQL(conn, "INSERT INTO r VALUES (%d, zeroblob(%d))", i, i == 25 ? 3000000 : 100);
  sqlite3_stmt *a = prepare(conn, "SELECT a, b FROM r ORDER BY rowid"), *b = prepare(conn, "SELECT a FROM r ORDER BY rowid");
  int rows_a = 0, rows_b = 0, done = 0;
  const uint8_t *out = ql_query(b, 0, 0, 3, 1 << 20);
  rows_b += (int)ql_get_u32(out + 4);
  while (!done) {
    /* Two statements take turns with one output. */
    out = ql_step_rows(a, 1000, 500);
    done = ql_get_u32(out) != SQLITE_ROW;
    CHECK(ql_get_u32(out + 4) <= 6);
    const uint8_t *at = out + QL_OUTPUT_HEADER;
    for (uint32_t i = 0; i < ql_get_u32(out + 4); i++, rows_a++) {
      CHECK_EQUAL(ql_get_u32(at), 1);
      CHECK_EQUAL(ql_get_u32(at + 4), rows_a);
      uint32_t length = ql_get_u32(at + 8) >> 3;
      CHECK_EQUAL(length, rows_a == 25 ? 3000000 : 100);
      at += 12 + ((length + 3) & ~3u);
    }
    CHECK_EQUAL(at - out, ql_get_u32(out + 8));
    if (rows_b < 50) {
      out = ql_step_rows(b, 2, 1 << 20);
      if (ql_get_u32(out + 4)) CHECK_EQUAL(ql_get_u32(out + QL_OUTPUT_HEADER + 4), rows_b);
      rows_b += (int)ql_get_u32(out + 4);
    }
  }
  CHECK_EQUAL(rows_a, 50);
  ql_set_row_limit(1000000);
  out = ql_query(a, 0, 0, 1000, 1 << 30);
  CHECK_EQUAL(ql_get_u32(out), QL_ROW_TOO_BIG);
  CHECK_EQUAL(ql_get_u32(out + 4), 25);
  CHECK(!sqlite3_stmt_busy(a));
  ql_set_row_limit(64u << 20);
  sqlite3_finalize(a);
  sqlite3_finalize(b);
}

static void run_reports_what_it_did(sqlite3 *conn) {
  SQL(conn, "CREATE TABLE w(k INTEGER PRIMARY KEY, v UNIQUE)");
  sqlite3_stmt *insert = prepare(conn, "INSERT INTO w(v) VALUES (?) RETURNING k");
  for (int i = 1; i <= 3; i++) {
    params_begin(1);
    param(4, "abc", (uint32_t)i);
    const uint8_t *out = ql_run(insert, cells, cells_length);
    CHECK_EQUAL(ql_get_u32(out), SQLITE_DONE);
    CHECK_EQUAL(ql_get_i64(out + 16), i);
    CHECK_EQUAL(ql_get_u32(out + 24), 1);
    CHECK_EQUAL(ql_get_u32(out + 28), 1);
  }
  params_begin(1);
  param(4, "abc", 2);
  const uint8_t *out = ql_run(insert, cells, cells_length);
  CHECK_EQUAL(ql_get_u32(out), SQLITE_CONSTRAINT_UNIQUE);
  sqlite3_finalize(insert);
  sqlite3_stmt *update = prepare(conn, "UPDATE w SET v = v || 'x'");
  CHECK_EQUAL(ql_get_u32(ql_run(update, 0, 0) + 24), 3);
  sqlite3_finalize(update);
  /* OR ROLLBACK ends the transaction: the caller must be able to see it. */
  SQL(conn, "BEGIN");
  sqlite3_stmt *rollback = prepare(conn, "INSERT OR ROLLBACK INTO w(v) VALUES ('ax')");
  out = ql_run(rollback, 0, 0);
  CHECK_EQUAL(ql_get_u32(out), SQLITE_CONSTRAINT_UNIQUE);
  CHECK_EQUAL(ql_get_u32(out + 28), 1);
  sqlite3_finalize(rollback);
}

static void nothing_leaks_into_the_next_request(sqlite3 *conn) {
  SQL(conn, "INSERT INTO w(v) VALUES ('leak')");
  CHECK(query_int(conn, "SELECT last_insert_rowid()") > 0);
  CHECK_EQUAL(query_int(conn, "SELECT changes()"), 1);
  CHECK_EQUAL(ql_conn_profile(conn, QL_PROFILE_WRITER), SQLITE_OK);
  SQL(conn, "PRAGMA foreign_keys = 0; PRAGMA recursive_triggers = 1; PRAGMA auto_vacuum = 2");
  CHECK_EQUAL(ql_conn_reset(conn), SQLITE_OK);
  CHECK_EQUAL(query_int(conn, "SELECT last_insert_rowid()"), 0);
  CHECK_EQUAL(query_int(conn, "SELECT changes()"), 0);
  CHECK_EQUAL(query_int(conn, "PRAGMA foreign_keys"), 1);
  CHECK_EQUAL(query_int(conn, "PRAGMA recursive_triggers"), 0);
  uint8_t state[48];
  ql_conn_state(conn, state);
  CHECK_EQUAL(ql_get_i64(state + 16), 0);
  CHECK_EQUAL(ql_get_i64(state + 24), 0);
  CHECK(ql_get_f64(state + 32) == -1);
  SQL(conn, "UPDATE w SET v = v WHERE 0");
  CHECK_EQUAL(query_int(conn, "SELECT changes()"), 0);
  SQL(conn, "DELETE FROM w WHERE v = 'leak'");
  CHECK_EQUAL(query_int(conn, "SELECT changes()"), 1);
  /* The VACUUM of somebody else must not carry out what an earlier request wished for. */
  SQL(conn, "VACUUM");
  CHECK_EQUAL(query_int(conn, "PRAGMA auto_vacuum"), 0);
  SQL(conn, "PRAGMA auto_vacuum = 1; VACUUM");
  CHECK_EQUAL(query_int(conn, "PRAGMA auto_vacuum"), 1);
  CHECK_EQUAL(ql_conn_profile(conn, QL_PROFILE_INTERNAL), SQLITE_OK);
  SQL(conn, "BEGIN");
  CHECK_EQUAL(ql_conn_reset(conn), SQLITE_BUSY);
  SQL(conn, "COMMIT");
}

static void a_poll_interrupts(sqlite3 *conn) {
  ql_conn_poll_every(conn, 100);
  poll_answer = 1;
  CHECK_EQUAL(try_sql(conn, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) FROM n"),
              SQLITE_INTERRUPT);
  poll_answer = 0;
  CHECK_EQUAL(query_int(conn, "SELECT 1"), 1);
  ql_conn_poll_every(conn, 0);
}

void test_binding(void) {
  ql_store *store = store_new_blank("binding");
  sqlite3 *conn = conn_open(store, WRITER);
  every_type_goes_in_and_out(conn);
  broken_parameters_are_refused(conn);
  rows_come_in_slices(conn);
  run_reports_what_it_did(conn);
  nothing_leaks_into_the_next_request(conn);
  a_poll_interrupts(conn);
  conn_close(conn);
  ql_store_drop(store);
}
