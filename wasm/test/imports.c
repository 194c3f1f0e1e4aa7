/* Replacing the whole content, as one speculative version. */
#include "harness.h"

/* A database of its own, in a store, as a source of pages: its file format is that of a file. */
static ql_store *make_source(const char *name, int rows) {
  ql_store *store = store_new_blank(name);
  sqlite3 *conn = conn_open(store, WRITER);
  SQL(conn, "CREATE TABLE imported(a INTEGER PRIMARY KEY, b); CREATE INDEX ib ON imported(b)");
  for (int i = 0; i < rows; i++) SQL(conn, "INSERT INTO imported(b) VALUES (randomblob(900))");
  SQL(conn, "PRAGMA user_version = %d", rows);
  ql_publish(store, 100000);
  conn_close(conn);
  return store;
}

static void put_all(ql_store *to, ql_store *from, int with_stray) {
  ql_pin *pin = ql_pin_take(from, 0);
  uint32_t count = pin->mark.page_count;
  const uint8_t *page;
  /* Backwards, one page twice, and one that is not part of it. */
  for (uint32_t pgno = count; pgno > 0; pgno--) {
    CHECK_EQUAL(ql_pin_page(pin, pgno, &page), SQLITE_OK);
    uint8_t copy[QL_PAGE_SIZE];
    memcpy(copy, page, sizeof copy);
    if (pgno == 1) copy[18] = copy[19] = 1; /* as of a database in rollback-journal mode */
    if (pgno == 2 || pgno == 1) {
      uint8_t wrong[QL_PAGE_SIZE] = {0};
      CHECK_EQUAL(ql_import_put(to, pgno, wrong), SQLITE_OK);
    }
    CHECK_EQUAL(ql_import_put(to, pgno, copy), SQLITE_OK);
  }
  if (with_stray) CHECK_EQUAL(ql_import_put(to, count + 5, page), SQLITE_OK);
  CHECK_EQUAL(ql_import_put(to, 0, page), QL_OUT_OF_RANGE);
  ql_pin_release(pin);
}

static void import_replaces_everything(int old_rows, int new_rows) {
  ql_store *source = make_source("source", new_rows), *store = store_new_blank("store"), *follower = store_new_blank("follower");
  sqlite3 *writer = conn_open(store, WRITER), *reader = conn_open(store, 0), *far = conn_open(follower, 0);
  /* As many changes of the schema as the source had: the cookies are equal before the import. */
  SQL(writer, "CREATE TABLE old(a, b); CREATE INDEX oi ON old(a)");
  for (int i = 0; i < old_rows; i++) SQL(writer, "INSERT INTO old VALUES (%d, randomblob(2000))", i);
  ship(store, follower);
  CHECK_EQUAL(query_int(reader, "SELECT count(*) FROM old"), old_rows);
  CHECK_EQUAL(query_int(far, "SELECT count(*) FROM old"), old_rows);
  SQL(reader, "BEGIN; SELECT * FROM old LIMIT 1");

  CHECK_EQUAL(ql_import_finish(store, 3), QL_NO_IMPORT);
  CHECK_EQUAL(ql_import_begin(store), SQLITE_OK);
  CHECK_EQUAL(ql_import_finish(store, source->committed.page_count), QL_NOT_A_DATABASE);
  put_all(store, source, 1);
  CHECK_EQUAL(ql_import_finish(store, source->committed.page_count), SQLITE_OK);
  CHECK_EQUAL(query_int(writer, "SELECT count(*) FROM imported"), new_rows);
  CHECK_EQUAL(query_int(reader, "SELECT count(*) FROM old"), old_rows);
  entry_copy entry = entry_take(store, 0);
  CHECK_EQUAL(entry.bytes[1], QL_ENTRY_IMPORT);
  CHECK_EQUAL(ql_apply(follower, entry.bytes, entry.length, 0), SQLITE_OK);
  free(entry.bytes);
  ql_publish(store, 1);
  CHECK(committed_checksum(follower) == committed_checksum(store));
  CHECK_EQUAL(query_int(reader, "SELECT count(*) FROM old"), old_rows);
  SQL(reader, "COMMIT");
  /* Both had cached the old schema; the cookie tells them. */
  CHECK_EQUAL(try_sql(reader, "SELECT count(*) FROM old"), SQLITE_ERROR);
  CHECK_EQUAL(query_int(reader, "PRAGMA user_version"), new_rows);
  CHECK_EQUAL(query_int(far, "SELECT count(*) FROM imported"), new_rows);
  check_integrity(far);
  SQL(writer, "DELETE FROM imported WHERE a %% 2; CREATE TABLE more(x); INSERT INTO more VALUES (1)");
  ship(store, follower);
  check_integrity(far);
  check_hashes(store);
  check_hashes(follower);
  check_structure(store);
  check_structure(follower);
  conn_close(writer);
  conn_close(reader);
  conn_close(far);
  ql_store_drop(source);
  ql_store_drop(store);
  ql_store_drop(follower);
}

static void an_import_can_be_lost(void) {
  ql_store *source = make_source("source", 20), *store = store_new_blank("store");
  uint64_t checksum = committed_checksum(store);
  CHECK_EQUAL(ql_import_begin(store), SQLITE_OK);
  put_all(store, source, 0);
  ql_import_cancel(store);
  CHECK_EQUAL(ql_import_begin(store), SQLITE_OK);
  put_all(store, source, 0);
  CHECK_EQUAL(ql_abort(store), 0);
  CHECK_EQUAL(ql_import_put(store, 1, (const uint8_t[QL_PAGE_SIZE]){0}), QL_NO_IMPORT);
  CHECK_EQUAL(ql_import_begin(store), SQLITE_OK);
  put_all(store, source, 0);
  CHECK_EQUAL(ql_import_finish(store, source->committed.page_count), SQLITE_OK);
  CHECK_EQUAL(ql_abort(store), 1);
  CHECK(committed_checksum(store) == checksum);
  check_structure(store);
  ql_store_drop(source);
  ql_store_drop(store);
}

/* A database may come into being by an import into an empty store, on leader and follower alike. */
static void an_import_creates(void) {
  ql_store *source = make_source("source", 10), *store = store_new("new"), *follower = store_new("new-f");
  CHECK_EQUAL(ql_import_begin(store), SQLITE_OK);
  put_all(store, source, 0);
  CHECK_EQUAL(ql_import_finish(store, source->committed.page_count), SQLITE_OK);
  CHECK_EQUAL(ship(store, follower), 1);
  sqlite3 *conn = conn_open(follower, 0);
  CHECK_EQUAL(query_int(conn, "SELECT count(*) FROM imported"), 10);
  conn_close(conn);
  ql_store_drop(source);
  ql_store_drop(store);
  ql_store_drop(follower);
}

/* Pages that an import leaves out become holes: they read as zeros, have no part in the checksum, and a follower loses
** what it had there. */
static void an_import_can_have_holes(void) {
  ql_store *store = store_new_blank("holes"), *follower = store_new_blank("holes-f");
  sqlite3 *writer = conn_open(store, WRITER);
  SQL(writer, "CREATE TABLE t(a)");
  for (int i = 0; i < 20; i++) SQL(writer, "INSERT INTO t VALUES (randomblob(3000))");
  ship(store, follower);
  CHECK_EQUAL(ql_import_begin(store), SQLITE_OK);
  uint8_t page[QL_PAGE_SIZE];
  ql_blank_page1(page);
  CHECK_EQUAL(ql_import_put(store, 1, page), SQLITE_OK);
  memset(page, 5, sizeof page);
  CHECK_EQUAL(ql_import_put(store, 9, page), SQLITE_OK);
  CHECK_EQUAL(ql_import_finish(store, 12), SQLITE_OK);
  CHECK_EQUAL(ship(store, follower), 1);
  ql_store *both[] = {store, follower};
  for (int i = 0; i < 2; i++) {
    ql_pin *pin = ql_pin_take(both[i], 0);
    const uint8_t *at;
    CHECK_EQUAL(ql_pin_page(pin, 9, &at), SQLITE_OK);
    CHECK_EQUAL(ql_pin_page(pin, 8, &at), QL_HOLE);
    CHECK_EQUAL(ql_pin_page(pin, 12, &at), QL_HOLE);
    CHECK_EQUAL(ql_pin_page(pin, 13, &at), QL_OUT_OF_RANGE);
    ql_pin_release(pin);
    check_hashes(both[i]);
    check_structure(both[i]);
  }
  conn_close(writer);
  ql_store_drop(store);
  ql_store_drop(follower);
}

void test_imports(void) {
  import_replaces_everything(60, 10);
  import_replaces_everything(5, 80);
  an_import_can_be_lost();
  an_import_creates();
  an_import_can_have_holes();
}
