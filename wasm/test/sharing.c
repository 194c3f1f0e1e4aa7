/* A reader's SQLite over the writer's store, in one thread: what it sees, how long, and how it ends. threads.c has the races. */
#include "harness.h"

static ql_store *remote_of(ql_store *store, const char *name) {
  ql_store *remote;
  CHECK_EQUAL(ql_remote_open(name, (uintptr_t)store, ql_store_id(store), &remote), SQLITE_OK);
  return remote;
}

static double held_version(ql_store *store) {
  uint8_t info[96];
  ql_store_info(store, info);
  return ql_get_f64(info + 80);
}

static uint32_t remote_pins(ql_store *store) {
  uint8_t info[96];
  ql_store_info(store, info);
  return ql_get_u32(info + 88);
}

static uint32_t remote_pins_taken(ql_store *store) {
  uint8_t info[96];
  ql_store_info(store, info);
  return ql_get_u32(info + 92);
}

static void sees_what_is_published(void) {
  ql_store *store = store_new_blank("main");
  sqlite3 *writer = conn_open(store, WRITER);
  ql_store *remote = remote_of(store, "remote");
  sqlite3 *reader = conn_open(remote, 0);
  SQL(writer, "CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  CHECK_EQUAL(try_sql(reader, "SELECT * FROM t"), SQLITE_ERROR);
  ql_publish(store, 1);
  CHECK_EQUAL(query_int(reader, "SELECT count(*) FROM t"), 0);
  ql_publish(store, 1);
  CHECK_EQUAL(query_int(reader, "SELECT count(*) FROM t"), 1);

  CHECK_EQUAL(remote_pins(store), 0);
  uint32_t taken = remote_pins_taken(store);
  SQL(reader, "BEGIN; SELECT * FROM t");
  CHECK_EQUAL(remote_pins(store), 1);
  CHECK(remote_pins_taken(store) > taken);
  SQL(writer, "INSERT INTO t VALUES (2); DELETE FROM t WHERE a = 1");
  CHECK_EQUAL(held_version(store), -1);
  ql_publish(store, 2);
  CHECK_EQUAL(held_version(store), store->committed.version - 2);
  CHECK_EQUAL(query_int(reader, "SELECT a FROM t"), 1);
  SQL(reader, "COMMIT");
  CHECK_EQUAL(query_int(reader, "SELECT a FROM t"), 2);
  ql_readers_collect();
  CHECK_EQUAL(held_version(store), -1);
  CHECK_EQUAL(store->kept_count, 0);

  SQL(writer, "INSERT INTO t VALUES (3)");
  ql_abort(store);
  conn_close(writer);
  CHECK_EQUAL(query_int(reader, "SELECT count(*) FROM t"), 1);
  CHECK_EQUAL(try_sql(reader, "INSERT INTO t VALUES (4)"), SQLITE_READONLY);
  sqlite3 *other;
  CHECK_EQUAL(ql_open(remote, QL_OPEN_SPECULATIVE, &other), SQLITE_MISUSE);
  check_integrity(reader);
  conn_close(reader);
  ql_store_drop(remote);
  ql_store_drop(store);
}

static void gives_snapshots_up(void) {
  ql_store *store = store_new_blank("main");
  sqlite3 *writer = conn_open(store, WRITER);
  ql_store *remote = remote_of(store, "remote");
  sqlite3 *reader = conn_open(remote, 0);
  SQL(writer, "CREATE TABLE t(a, b); INSERT INTO t VALUES (1, randomblob(100000))");
  ql_publish(store, 2);
  SQL(reader, "BEGIN; SELECT a FROM t");
  ql_evict_readers(store, 1e9);
  CHECK_EQUAL(query_int(reader, "SELECT length(b) FROM t"), 100000); /* of the current version: nothing to be gained */
  SQL(reader, "COMMIT; BEGIN; SELECT count(*) FROM sqlite_schema");
  /* The first update leaves the old pages alone, as free ones; the second writes them. */
  SQL(writer, "UPDATE t SET b = randomblob(100000); UPDATE t SET a = 2, b = randomblob(100001)");
  ql_publish(store, 2);
  CHECK(store->kept_count > 20);
  ql_evict_readers(store, (double)store->committed.version - 1);
  CHECK_EQUAL(store->kept_count, 0);
  sqlite3_db_release_memory(reader);
  CHECK_EQUAL(try_sql(reader, "SELECT length(b) FROM t"), SQLITE_ERROR_SNAPSHOT);
  SQL(reader, "ROLLBACK");
  CHECK_EQUAL(query_int(reader, "SELECT length(b) FROM t"), 100001);

  ql_store *newer;
  uint32_t id = ql_store_id(store);
  SQL(reader, "BEGIN; SELECT a FROM t");
  conn_close(writer);
  ql_store_drop(store);
  sqlite3_db_release_memory(reader);
  CHECK_EQUAL(try_sql(reader, "SELECT length(b) FROM t"), SQLITE_ABORT_ROLLBACK);
  /* The next store lives in the same memory, and is another. */
  newer = store_new_blank("main");
  CHECK(newer == store && ql_store_id(newer) != id);
  try_sql(reader, "ROLLBACK");
  CHECK_EQUAL(try_sql(reader, "SELECT * FROM t"), SQLITE_ABORT_ROLLBACK);
  CHECK_EQUAL(ql_remote_open("stale", (uintptr_t)newer, id, &remote), SQLITE_ABORT_ROLLBACK);
  ql_store *again = remote_of(newer, "again");
  ql_store_drop(again);
  conn_close(reader);
  ql_store_drop(ql_store_find("remote"));
  for (uint32_t i = 0; i < QL_SHOWN_PINS; i++) CHECK_EQUAL(newer->shown.pins[i], 0);
  ql_store_drop(newer);
}

static void bounds_pins(void) {
  ql_store *store = store_new_blank("main");
  sqlite3 *writer = conn_open(store, WRITER);
  SQL(writer, "CREATE TABLE t(a)");
  ql_publish(store, 1);
  ql_store *remote = remote_of(store, "remote");
  sqlite3 *readers[QL_SHOWN_PINS + 1];
  for (uint32_t i = 0; i <= QL_SHOWN_PINS; i++) readers[i] = conn_open(remote, 0);
  for (uint32_t i = 0; i <= QL_SHOWN_PINS; i++) {
    CHECK_EQUAL(try_sql(readers[i], "BEGIN; SELECT * FROM t"), i < QL_SHOWN_PINS ? SQLITE_OK : SQLITE_PROTOCOL);
    SQL(writer, "INSERT INTO t VALUES (1)");
    ql_publish(store, 1);
  }
  for (uint32_t i = 0; i < QL_SHOWN_PINS; i++) CHECK_EQUAL(query_int(readers[i], "SELECT count(*) FROM t"), i);
  CHECK_EQUAL(store->pin_count, QL_SHOWN_PINS);
  CHECK_EQUAL(ql_reader_attach(0), SQLITE_MISUSE);
  ql_reader_detach(0); /* it died */
  CHECK_EQUAL(store->pin_count, 0);
  CHECK_EQUAL(ql_reader_attach(0), SQLITE_OK);
  for (uint32_t i = 0; i <= QL_SHOWN_PINS; i++) conn_close(readers[i]);
  conn_close(writer);
  ql_store_drop(remote);
  ql_store_drop(store);
}

/* Publishing cannot fail: without memory for what a reader holds, its snapshot goes. */
static void publishes_without_memory(void) {
  ql_store *store = store_new_blank("main");
  sqlite3 *writer = conn_open(store, WRITER);
  SQL(writer, "CREATE TABLE t(a); INSERT INTO t VALUES (zeroblob(50000))");
  ql_publish(store, 2);
  ql_store *remote = remote_of(store, "remote");
  sqlite3 *reader = conn_open(remote, 0);
  SQL(reader, "BEGIN; SELECT * FROM sqlite_schema");
  SQL(writer, "UPDATE t SET a = zeroblob(50001)");
  fail_allocation_after(0, 1);
  CHECK_EQUAL(ql_publish(store, 1), 1);
  fail_allocation_after(-1, 0);
  CHECK_EQUAL(store->kept_count, 0);
  CHECK_EQUAL(try_sql(reader, "SELECT length(a) FROM t"), SQLITE_ERROR_SNAPSHOT);
  conn_close(reader);
  conn_close(writer);
  ql_store_drop(remote);
  ql_store_drop(store);
}

/* A local and a remote connection that begin together see the same, for as long as they want. */
static void agrees_with_local_snapshots(void) {
  ql_store *store = store_new_blank("main");
  ql_store *remote = remote_of(store, "remote");
  sqlite3 *writer = conn_open(store, WRITER);
  sqlite3 *near[3], *far[3];
  int open[3] = {0};
  for (int k = 0; k < 3; k++) {
    near[k] = conn_open(store, 0);
    far[k] = conn_open(remote, 0);
    if (k) SQL(far[k], "PRAGMA cache_size = 5");
  }
  SQL(writer, "CREATE TABLE t(id INTEGER PRIMARY KEY, a); CREATE INDEX ta ON t(a)");
  ql_publish(store, 2);
  for (uint32_t i = 0; i < 1500; i++) {
    uint32_t r = random_below(100);
    if (r < 40) SQL(writer, "INSERT INTO t(a) VALUES (zeroblob(%u)), (%u)", random_below(9000), r);
    else if (r < 55) SQL(writer, "DELETE FROM t WHERE id %% 9 = %u", r % 9);
    else if (r < 70) SQL(writer, "UPDATE t SET a = %u WHERE id %% 5 = %u", i, r % 5);
    else if (r < 72) SQL(writer, "DELETE FROM t; VACUUM");
    else if (r < 76 && ql_abort(store) > 0) {
      conn_close(writer);
      writer = conn_open(store, WRITER);
    }
    if (random_below(3) == 0) ql_publish(store, 1 + random_below(4));
    if (random_below(50) == 0) ql_forget_gone(store, (double)store->committed.version);
    int k = (int)random_below(3);
    if (!open[k]) {
      SQL(near[k], "BEGIN");
      SQL(far[k], "BEGIN");
    }
    if (!open[k] || random_below(2)) CHECK(digest(near[k]) == digest(far[k]));
    if (open[k]) {
      SQL(near[k], "COMMIT");
      SQL(far[k], "COMMIT");
    }
    open[k] = !open[k];
    if (i % 100 == 0) check_structure(store);
  }
  for (int k = 0; k < 3; k++) {
    conn_close(near[k]);
    conn_close(far[k]);
  }
  conn_close(writer);
  ql_store_drop(remote);
  ql_store_drop(store);
}

void test_sharing(void) {
  ql_share();
  CHECK_EQUAL(ql_reader_attach(QL_READERS_MAX), SQLITE_MISUSE);
  CHECK_EQUAL(ql_reader_attach(0), SQLITE_OK);
  sees_what_is_published();
  gives_snapshots_up();
  bounds_pins();
  publishes_without_memory();
  agrees_with_local_snapshots();
  ql_reader_detach(0);
}
