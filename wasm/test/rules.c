/* Who may write when, limits, and what happens to connections whose state was thrown away. */
#include "harness.h"

static void only_speculative_writers_write(void) {
  ql_store *store = store_new_blank("rules");
  sqlite3 *plain;
  CHECK_EQUAL(sqlite3_open_v2("rules", &plain, SQLITE_OPEN_READWRITE, 0), SQLITE_OK);
  CHECK_EQUAL(try_sql(plain, "CREATE TABLE t(a)"), SQLITE_READONLY);
  sqlite3 *committed = conn_open(store, QL_OPEN_WRITABLE), *reader = conn_open(store, QL_OPEN_SPECULATIVE);
  CHECK_EQUAL(try_sql(committed, "CREATE TABLE t(a)"), SQLITE_READONLY);
  CHECK_EQUAL(try_sql(reader, "CREATE TABLE t(a)"), SQLITE_READONLY);
  sqlite3 *writer = conn_open(store, WRITER);
  SQL(writer, "CREATE TABLE t(a)");
  CHECK_EQUAL(query_int(reader, "SELECT count(*) FROM sqlite_schema"), 1);
  CHECK_EQUAL(query_int(committed, "SELECT count(*) FROM sqlite_schema"), 0);
  CHECK_EQUAL(ql_publish(store, 10), 1);
  CHECK_EQUAL(query_int(committed, "SELECT count(*) FROM sqlite_schema"), 1);
  /* Modes that would leave our VFS's ground are refused even to the unrestricted. */
  try_sql(writer, "PRAGMA journal_mode = DELETE");
  try_sql(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
  sqlite3 *exclusive = conn_open(store, WRITER);
  SQL(exclusive, "PRAGMA locking_mode = EXCLUSIVE");
  CHECK_EQUAL(try_sql(exclusive, "INSERT INTO t VALUES (1)"), SQLITE_BUSY);
  conn_close(exclusive);
  SQL(writer, "INSERT INTO t VALUES (1)");
  CHECK_EQUAL(try_sql(plain, "ATTACH 'nowhere' AS x"), SQLITE_CANTOPEN);
  conn_close(plain);
  conn_close(committed);
  conn_close(reader);
  conn_close(writer);
  ql_store_drop(store);
}

static void one_writer_at_a_time(void) {
  ql_store *store = store_new_blank("one");
  sqlite3 *a = conn_open(store, WRITER), *b = conn_open(store, WRITER);
  SQL(a, "CREATE TABLE t(a); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)");
  CHECK_EQUAL(try_sql(b, "INSERT INTO t VALUES (2)"), SQLITE_BUSY);
  CHECK_EQUAL(ql_import_begin(store), SQLITE_BUSY);
  SQL(a, "COMMIT");
  SQL(b, "INSERT INTO t VALUES (2)");
  /* A snapshot that is no longer the newest cannot become a write transaction. */
  SQL(a, "BEGIN; SELECT * FROM t");
  SQL(b, "INSERT INTO t VALUES (3)");
  CHECK_EQUAL(try_sql(a, "INSERT INTO t VALUES (4)"), SQLITE_BUSY_SNAPSHOT);
  SQL(a, "COMMIT");
  SQL(a, "INSERT INTO t VALUES (4)");
  CHECK_EQUAL(ql_import_begin(store), SQLITE_OK);
  CHECK_EQUAL(try_sql(a, "INSERT INTO t VALUES (5)"), SQLITE_BUSY);
  ql_import_cancel(store);
  SQL(a, "INSERT INTO t VALUES (5)");
  CHECK_EQUAL(query_int(b, "SELECT sum(a) FROM t"), 15);
  conn_close(a);
  conn_close(b);
  ql_store_drop(store);
}

/* abort() names C anew; a writer that was pinned at C through it must not commit under the old name. */
static void abort_refuses_the_old_name(void) {
  ql_store *store = store_new_blank("name");
  sqlite3 *a = conn_open(store, WRITER);
  SQL(a, "CREATE TABLE t(a)");
  ql_publish(store, 1);
  sqlite3 *b = conn_open(store, WRITER);
  SQL(b, "BEGIN; SELECT * FROM t"); /* pins C = S */
  SQL(a, "INSERT INTO t VALUES (1)");
  CHECK_EQUAL(ql_abort(store), 1);
  CHECK_EQUAL(try_sql(b, "INSERT INTO t VALUES (2)"), SQLITE_BUSY_SNAPSHOT);
  SQL(b, "COMMIT");
  SQL(b, "INSERT INTO t VALUES (2)");
  CHECK_EQUAL(query_int(b, "SELECT sum(a) FROM t"), 2);
  CHECK_EQUAL(store->speculative.version, store->next_version - 1);
  check_structure(store);
  conn_close(a);
  conn_close(b);
  ql_store_drop(store);
}

static void the_doomed_can_do_nothing(void) {
  ql_store *store = store_new_blank("doomed");
  sqlite3 *open = conn_open(store, WRITER), *idle = conn_open(store, WRITER), *clean = conn_open(store, 0);
  SQL(open, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  ql_publish(store, 10);
  SQL(idle, "CREATE TABLE lost(a); INSERT INTO t VALUES (2)");
  SQL(open, "BEGIN IMMEDIATE; INSERT INTO t VALUES (3)");
  uint64_t before = store->next_version;
  CHECK_EQUAL(ql_abort(store), 2);
  CHECK_EQUAL(store->next_version, before);
  uint8_t state[48];
  ql_conn_state(open, state);
  CHECK_EQUAL(ql_get_u32(state + 8), 1);
  CHECK_EQUAL(try_sql(open, "COMMIT"), SQLITE_ABORT_ROLLBACK);
  CHECK_EQUAL(try_sql(open, "SELECT * FROM t"), SQLITE_ABORT_ROLLBACK);
  CHECK_EQUAL(try_sql(idle, "SELECT * FROM t"), SQLITE_ABORT_ROLLBACK);
  CHECK_EQUAL(try_sql(idle, "INSERT INTO t VALUES (4)"), SQLITE_ABORT_ROLLBACK);
  CHECK_EQUAL(query_int(clean, "SELECT sum(a) FROM t"), 1);
  ql_conn_state(clean, state);
  CHECK_EQUAL(ql_get_u32(state + 8), 0);
  conn_close(open);
  conn_close(idle);
  sqlite3 *again = conn_open(store, WRITER);
  SQL(again, "CREATE TABLE other(b); INSERT INTO t VALUES (5)");
  ql_publish(store, 10);
  CHECK_EQUAL(query_int(clean, "SELECT sum(a) FROM t"), 6);
  check_integrity(clean);
  check_structure(store);
  conn_close(again);
  conn_close(clean);
  ql_store_drop(store);
}

static void limits_hold(void) {
  ql_store *store = store_new_blank("limits");
  sqlite3 *conn = conn_open(store, WRITER);
  SQL(conn, "PRAGMA cache_size = 20; CREATE TABLE t(a)");
  ql_publish(store, 1);
  ql_store_set_limits(store, 0, 50);
  const char *big = "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<200) SELECT zeroblob(4000) FROM n";
  CHECK_EQUAL(try_sql(conn, "%s", big), SQLITE_FULL);
  CHECK_EQUAL(query_int(conn, "SELECT count(*) FROM t"), 0);
  ql_store_set_limits(store, 100, 10000);
  CHECK_EQUAL(try_sql(conn, "%s", big), SQLITE_FULL);
  CHECK_EQUAL(query_int(conn, "SELECT count(*) FROM t"), 0);
  ql_store_set_limits(store, 1000, 0);
  SQL(conn, "%s", big);
  CHECK_EQUAL(query_int(conn, "SELECT count(*) FROM t"), 200);
  check_integrity(conn);
  conn_close(conn);
  ql_store_drop(store);
}

static void a_drop_leaves_nothing(void) {
  uint32_t pages = ql_pages_used(), records = ql_page_version_count();
  ql_store *store = store_new_blank("drop");
  sqlite3 *writer = conn_open(store, WRITER), *reader = conn_open(store, 0);
  SQL(writer, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  ql_publish(store, 1);
  SQL(reader, "BEGIN; SELECT * FROM t");
  ql_pin *pin = ql_pin_take(store, 1);
  SQL(writer, "INSERT INTO t VALUES (2)");
  ql_publish(store, 10);
  CHECK(store->kept_count > 0);
  ql_store_drop(store);
  CHECK_EQUAL(ql_pages_used(), pages);
  CHECK_EQUAL(ql_page_version_count(), records);
  CHECK(ql_store_find("drop") == 0);
  ql_store *namesake = store_new_blank("drop");
  const uint8_t *page;
  CHECK_EQUAL(ql_pin_page(pin, 1, &page), QL_DOOMED);
  CHECK_EQUAL(try_sql(writer, "INSERT INTO t VALUES (3)"), SQLITE_ABORT_ROLLBACK);
  /* In an open transaction SQLite would answer from its page cache; the binding does not let it. */
  sqlite3_stmt *cached;
  CHECK_EQUAL(sqlite3_prepare_v2(reader, "SELECT * FROM t", -1, &cached, 0), SQLITE_OK);
  const uint8_t *output = ql_query(cached, 0, 0, 10, 1000);
  CHECK_EQUAL(ql_get_u32(output), SQLITE_ABORT_ROLLBACK);
  CHECK_EQUAL(ql_get_u32(output + 28), 2);
  sqlite3_finalize(cached);
  conn_close(writer);
  conn_close(reader);
  ql_pin_release(pin);
  CHECK_EQUAL(namesake->connection_count, 0);
  ql_store_drop(namesake);
}

static void names_are_checked(void) {
  ql_store *store = store_new_blank("name-a"), *other;
  CHECK_EQUAL(ql_store_create("name-a", &other), QL_EXISTS);
  CHECK_EQUAL(ql_store_create("", &other), SQLITE_MISUSE);
  char longest[300];
  memset(longest, 'x', sizeof longest);
  longest[256] = 0;
  CHECK_EQUAL(ql_store_create(longest, &other), SQLITE_MISUSE);
  longest[255] = 0;
  ql_store *long_named = store_new_blank(longest);
  sqlite3 *conn = conn_open(long_named, WRITER);
  SQL(conn, "CREATE TABLE t(a)");
  conn_close(conn);
  ql_store *empty = store_new("empty");
  CHECK_EQUAL(ql_open(empty, 0, &conn), QL_NOT_A_DATABASE);
  sqlite3 *nothing;
  CHECK_EQUAL(sqlite3_open_v2("unknown", &nothing, SQLITE_OPEN_READWRITE, 0), SQLITE_CANTOPEN);
  sqlite3_close(nothing);
  ql_store_drop(empty);
  ql_store_drop(long_named);
  ql_store_drop(store);
}

/* A connection with an open cursor commits again and again without restarting its WAL, and reads back what it wrote even
** when its page cache has forgotten it. */
static void a_cursor_stays_open_over_commits(void) {
  ql_store *store = store_new_blank("cursor"), *follower = store_new_blank("cursor-f");
  sqlite3 *conn = conn_open(store, WRITER);
  SQL(conn, "PRAGMA cache_size = 10; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  for (int i = 1; i <= 200; i++) SQL(conn, "INSERT INTO t VALUES (%d, zeroblob(%d))", i, i * 20);
  sqlite3_stmt *cursor;
  CHECK_EQUAL(sqlite3_prepare_v2(conn, "SELECT a, length(b) FROM t WHERE a <= 200 ORDER BY a", -1, &cursor, 0), SQLITE_OK);
  for (int i = 1; i <= 200; i++) {
    CHECK_EQUAL(sqlite3_step(cursor), SQLITE_ROW);
    CHECK_EQUAL(sqlite3_column_int(cursor, 0), i);
    CHECK_EQUAL(sqlite3_column_int(cursor, 1), i * 20);
    SQL(conn, "INSERT INTO t VALUES (%d, zeroblob(9000))", 1000 + i);
    if (i % 3 == 0) SQL(conn, "UPDATE t SET b = zeroblob(length(b)) WHERE a = %d", i + 500);
    if (i % 7 == 0) {
      SQL(conn, "BEGIN; UPDATE t SET b = zeroblob(10) WHERE a > 1000; SAVEPOINT s; DELETE FROM t WHERE a > 1010; ROLLBACK TO s; "
                "ROLLBACK");
    }
    if (i % 10 == 0) ship(store, follower);
  }
  CHECK_EQUAL(sqlite3_step(cursor), SQLITE_DONE);
  sqlite3_finalize(cursor);
  ship(store, follower);
  check_integrity(conn);
  check_hashes(store);
  check_structure(store);
  conn_close(conn);
  ql_store_drop(store);
  ql_store_drop(follower);
}

static void insert_many(sqlite3 *conn, int rows) {
  SQL(conn, "INSERT INTO t(b) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<%d) SELECT zeroblob(3900) FROM n",
      rows);
}

/* The wal-index has regions of 4096 frames. Transactions that begin, spill, roll back and commit in any of them. */
static void transactions_cross_regions_of_the_index(void) {
  ql_store *store = store_new_blank("regions"), *follower = store_new_blank("regions-f");
  sqlite3 *conn = conn_open(store, WRITER);
  ql_store_set_limits(store, 0, 30000);
  SQL(conn, "PRAGMA cache_size = 50; CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  const int sizes[] = {3000, 200, 300, 200, 9000, 10, 3580, 5, 4062, 10};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    SQL(conn, "BEGIN; INSERT INTO t(b) VALUES (%d)", sizes[i]);
    insert_many(conn, sizes[i] / 2);
    SQL(conn, "SAVEPOINT s");
    insert_many(conn, 4500);
    SQL(conn, "UPDATE t SET b = 'x' WHERE a %% 5 = 0; ROLLBACK TO s");
    insert_many(conn, sizes[i] / 2);
    SQL(conn, "%s", i % 4 == 3 ? "ROLLBACK" : "COMMIT");
    if (i % 3 == 1) SQL(conn, "DELETE FROM t WHERE a %% 3 = 0");
    ship(store, follower);
    CHECK(committed_checksum(follower) == committed_checksum(store));
  }
  check_integrity(conn);
  check_hashes(store);
  check_structure(store);
  conn_close(conn);
  sqlite3 *far = conn_open(follower, 0);
  check_integrity(far);
  conn_close(far);
  ql_store_drop(store);
  ql_store_drop(follower);
}

void test_rules(void) {
  transactions_cross_regions_of_the_index();
  only_speculative_writers_write();
  one_writer_at_a_time();
  abort_refuses_the_old_name();
  the_doomed_can_do_nothing();
  limits_hold();
  a_drop_leaves_nothing();
  names_are_checked();
  a_cursor_stays_open_over_commits();
}
