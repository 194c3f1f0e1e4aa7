/* Every allocation fails once, or all do from some point on: whatever was going on reports it, nothing is half done, nothing
** leaks, and leader and follower agree once there is memory again. */
#include "harness.h"

typedef struct {
  ql_store *leader, *follower;
  sqlite3 *writer, *reader, *far;
  entry_copy queue[256];
  uint32_t head, tail;
} world;

static int is_memory_error(int code) {
  return code == SQLITE_OK || (code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM;
}

static void attempt(sqlite3 *conn, const char *sql) {
  int code = try_sql(conn, "%s", sql);
  /* A statement that depends on an earlier one that failed may fail otherwise; what must not happen is damage. */
  if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB) fail(__FILE__, __LINE__, "%s: %d", sql, code);
  if (code != SQLITE_OK && !sqlite3_get_autocommit(conn)) try_sql(conn, "ROLLBACK");
}

static void take_entries(world *w) {
  uint8_t out[32];
  int code;
  while ((code = ql_encode(w->leader, 0, 0, 0, out)) == SQLITE_OK) {
    entry_copy *entry = &w->queue[w->tail++ % 256];
    CHECK(w->tail - w->head <= 256);
    entry->length = ql_get_u32(out + 4);
    entry->bytes = malloc(entry->length);
    memcpy(entry->bytes, ql_entry_bytes(), entry->length);
    CHECK_EQUAL(ql_publish(w->leader, 1), 1);
  }
  CHECK(code == QL_NO_VERSION || is_memory_error(code));
}

static void apply_entries(world *w) {
  while (w->head != w->tail) {
    entry_copy *entry = &w->queue[w->head % 256];
    uint64_t before = committed_checksum(w->follower), version = w->follower->next_version;
    int code = ql_apply(w->follower, entry->bytes, entry->length, 0);
    CHECK(is_memory_error(code));
    if (code != SQLITE_OK) {
      CHECK(committed_checksum(w->follower) == before && w->follower->next_version == version);
      return;
    }
    free(entry->bytes);
    w->head++;
  }
}

static void setup(world *w) {
  memset(w, 0, sizeof *w);
  w->leader = store_new_blank("leader");
  w->follower = store_new_blank("follower");
  w->writer = conn_open(w->leader, WRITER);
  w->reader = conn_open(w->leader, 0);
  w->far = conn_open(w->follower, 0);
  SQL(w->writer, "PRAGMA cache_size = 10; CREATE TABLE t(a INTEGER PRIMARY KEY, b); CREATE INDEX i ON t(b)");
  SQL(w->writer, "INSERT INTO t(b) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<60) "
                 "SELECT randomblob(600) FROM n");
  take_entries(w);
  apply_entries(w);
  SQL(w->reader, "SELECT * FROM t LIMIT 1");
}

static void import_blank(world *w) {
  uint8_t page[QL_PAGE_SIZE];
  ql_blank_page1(page);
  if (ql_import_begin(w->leader) != SQLITE_OK) return;
  int code = ql_import_put(w->leader, 1, page);
  if (code == SQLITE_OK) code = ql_import_put(w->leader, 3000, page);
  if (code == SQLITE_OK) code = ql_import_finish(w->leader, 1);
  CHECK(is_memory_error(code));
  if (code != SQLITE_OK) ql_import_cancel(w->leader);
}

static void open_and_restore(world *w) {
  sqlite3 *conn;
  int code = ql_open(w->leader, WRITER, &conn);
  CHECK(is_memory_error(code));
  if (code == SQLITE_OK) {
    attempt(conn, "INSERT INTO t(b) VALUES (2)");
    CHECK(is_memory_error(ql_conn_reset(conn)));
    conn_close(conn);
  }
  ql_store *store;
  if (ql_store_create("another", &store) != SQLITE_OK) return;
  uint8_t page[QL_PAGE_SIZE];
  ql_blank_page1(page);
  for (uint32_t pgno = 1; pgno < 4000; pgno += 1333) CHECK(is_memory_error(ql_restore_put(store, pgno, page, 0)));
  code = ql_restore_finish(store, 2000);
  CHECK(code == SQLITE_OK || code == QL_NOT_A_DATABASE);
  if (code == SQLITE_OK) check_structure(store);
  ql_store_drop(store);
}

static void query_rows(world *w) {
  sqlite3_stmt *stmt;
  if (sqlite3_prepare_v2(w->reader, "SELECT a, b FROM t WHERE a > ? ORDER BY b", -1, &stmt, 0) != SQLITE_OK) return;
  const uint8_t params[] = {1, 0, 0, 0, 4, 0, 0, 0};
  const uint8_t *out = ql_query(stmt, params, sizeof params, 1000, 1 << 30);
  int code = (int)ql_get_u32(out);
  CHECK(code == SQLITE_DONE || is_memory_error(code));
  sqlite3_finalize(stmt);
}

static void body(world *w) {
  attempt(w->writer, "INSERT INTO t(b) VALUES (randomblob(9000)), (1), (2)");
  ql_pin *pin = ql_pin_take(w->leader, 1);
  attempt(w->writer, "BEGIN; UPDATE t SET b = randomblob(700) WHERE a % 3 = 0; SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; COMMIT");
  attempt(w->reader, "BEGIN; SELECT count(*) FROM t");
  take_entries(w);
  apply_entries(w);
  attempt(w->writer, "DELETE FROM t WHERE a % 2; VACUUM");
  query_rows(w);
  if (pin) ql_pin_release(pin);
  open_and_restore(w);
  take_entries(w);
  apply_entries(w);
  attempt(w->reader, "COMMIT");
  attempt(w->far, "SELECT sum(length(b)) FROM t");
  import_blank(w);
  attempt(w->writer, "CREATE TABLE after_import(x); INSERT INTO after_import VALUES (1)");
  take_entries(w);
  apply_entries(w);
}

static void check_world(world *w) {
  if (!sqlite3_get_autocommit(w->writer)) SQL(w->writer, "ROLLBACK");
  if (!sqlite3_get_autocommit(w->reader)) SQL(w->reader, "ROLLBACK");
  take_entries(w);
  apply_entries(w);
  CHECK(committed_checksum(w->leader) == committed_checksum(w->follower));
  check_integrity(w->writer);
  check_integrity(w->reader);
  check_integrity(w->far);
  uint64_t seen = digest(w->writer);
  CHECK(digest(w->reader) == seen);
  CHECK(digest(w->far) == seen);
  CHECK_EQUAL(w->leader->pin_count, 0);
  CHECK_EQUAL(w->leader->kept_count, 0);
  check_hashes(w->leader);
  check_structure(w->leader);
  check_structure(w->follower);
  /* It works on as if nothing had happened. */
  SQL(w->writer, "CREATE TABLE IF NOT EXISTS more(x); INSERT INTO more VALUES (1)");
  take_entries(w);
  apply_entries(w);
  CHECK(committed_checksum(w->leader) == committed_checksum(w->follower));
}

static void teardown(world *w) {
  conn_close(w->writer);
  conn_close(w->reader);
  conn_close(w->far);
  ql_store_drop(w->leader);
  ql_store_drop(w->follower);
}

static uint32_t refuse_from(uint64_t seed, int keep_failing, uint32_t stride) {
  uint32_t pages = ql_pages_used(), records = ql_page_version_count(), worlds = 0;
  int64_t k = 0;
  for (int refused = 1; refused; worlds++) {
    static world w;
    random_reset(seed);
    setup(&w);
    fail_allocation_after(k, keep_failing);
    body(&w);
    refused = allocation_was_refused();
    fail_allocation_after(-1, 0);
    check_world(&w);
    teardown(&w);
    CHECK_EQUAL(ql_pages_used(), pages);
    CHECK_EQUAL(ql_page_version_count(), records);
    k += 1 + (int64_t)((test_seed + worlds) * 2654435761u % stride);
  }
  return worlds;
}

void test_faults(void) {
  uint32_t once = refuse_from(test_seed, 0, 1);
  uint32_t lasting = refuse_from(test_seed + 1, 1, 7);
  CHECK(once > 100 && lasting > 50);
  printf(" %u single and %u lasting failures;", once, lasting);
  random_reset(test_seed);
}
