/* What pins see, what they cost, and when it is given back. */
#include "harness.h"

static uint64_t reader_version(sqlite3 *conn) {
  uint8_t state[48];
  ql_conn_state(conn, state);
  return (uint64_t)ql_get_f64(state + 32);
}

/* One old reader through 20,000 updates of one row: it may keep the pages it sees, and nothing of what came after. */
static void an_old_snapshot_costs_what_it_sees(void) {
  ql_store *store = store_new_blank("old");
  sqlite3 *writer = conn_open(store, WRITER), *reader = conn_open(store, 0);
  SQL(writer, "CREATE TABLE t(a INTEGER PRIMARY KEY, b); CREATE INDEX i ON t(b)");
  SQL(writer, "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<5000) "
              "SELECT i, printf('%%08d', i) FROM n");
  ql_publish(store, 10);
  SQL(reader, "BEGIN");
  uint64_t seen = digest(reader);
  uint32_t before = ql_pages_used(), records = ql_page_version_count(), most = 0;
  sqlite3_stmt *update;
  CHECK_EQUAL(sqlite3_prepare_v2(writer, "UPDATE t SET b = printf('%08d', ?) WHERE a = 77", -1, &update, 0), SQLITE_OK);
  for (int i = 0; i < 20000; i++) {
    sqlite3_bind_int(update, 1, i * 7919 % 100000);
    CHECK_EQUAL(sqlite3_step(update), SQLITE_DONE);
    sqlite3_reset(update);
    CHECK_EQUAL(ql_publish(store, 1), 1);
    if (ql_pages_used() > most) most = ql_pages_used();
  }
  sqlite3_finalize(update);
  /* The WAL was started over now and then: its index did not grow with every commit. */
  CHECK(ql_file_of(writer)->region_count <= 2);
  uint8_t out[8 + 16 * 512];
  ql_pin *now = ql_pin_take(store, 0);
  CHECK_EQUAL(ql_pin_changes(now, (double)reader_version(reader), 1, 100000, 512, out), SQLITE_OK);
  uint32_t distinct = ql_get_u32(out + 4);
  ql_pin_release(now);
  CHECK(distinct > 0 && distinct < 200);
  CHECK((most - before) * (uint64_t)QL_PAGE_SIZE <= distinct * (uint64_t)QL_PAGE_SIZE + (1u << 20));
  CHECK(ql_page_version_count() - records <= distinct);
  CHECK_EQUAL(store->kept_count, distinct);
  CHECK(digest(reader) == seen);
  check_structure(store);
  SQL(reader, "COMMIT");
  CHECK_EQUAL(ql_pages_used(), before);
  CHECK(digest(reader) != seen);
  conn_close(writer);
  conn_close(reader);
  ql_store_drop(store);
}

/* Random pins at C and S, held for random times, each checked against what it showed when it was taken. */
static void pins_see_one_version_and_keep_no_more(void) {
  enum { PINS = 12 };
  ql_store *store = store_new_blank("pins");
  sqlite3 *writer = conn_open(store, WRITER);
  SQL(writer, "CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  SQL(writer, "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<600) SELECT i, zeroblob(300) FROM n");
  ql_publish(store, 10);
  struct {
    ql_pin *pin;
    int doomed;
  } held[PINS] = {{0, 0}};
  for (int i = 0; i < 4000; i++) {
    uint32_t k = random_below(PINS);
    if (held[k].pin) {
      uint8_t info[24], out[16];
      ql_pin_info(held[k].pin, info);
      CHECK_EQUAL(ql_get_u32(info + 20), held[k].doomed);
      int code = ql_pin_verify(held[k].pin, 1, QL_MAX_PAGES, out);
      CHECK_EQUAL(code, held[k].doomed ? QL_DOOMED : SQLITE_OK);
      /* The XOR over what the pin shows is the checksum that its version had. */
      if (!held[k].doomed) CHECK(ql_get_u64(out + 8) == ql_get_u64(info + 8));
      if (random_below(3) == 0) {
        ql_pin_release(held[k].pin);
        held[k].pin = 0;
      }
    } else {
      held[k].pin = ql_pin_take(store, (int)random_below(2));
      held[k].doomed = 0;
    }
    switch (random_below(6)) {
      case 0:
        SQL(writer, "DELETE FROM t WHERE a %% 40 = %u", random_below(40));
        break;
      case 1:
        SQL(writer, "INSERT INTO t(b) SELECT randomblob(%u) FROM t LIMIT 20", random_below(2000));
        break;
      default:
        SQL(writer, "UPDATE t SET b = randomblob(%u) WHERE a = %u", random_below(400), 1 + random_below(600));
    }
    if (random_below(200) == 0) SQL(writer, "VACUUM");
    uint32_t z = random_below(40);
    if (z < 12) ql_publish(store, 1 + random_below(4));
    if (z == 39) {
      uint64_t committed = store->committed.version;
      for (int p = 0; p < PINS; p++) {
        if (held[p].pin && held[p].pin->mark.version > committed) held[p].doomed = 1;
      }
      ql_abort(store);
      conn_close(writer);
      writer = conn_open(store, WRITER);
    }
    if (i % 16 == 0) check_structure(store);
  }
  for (int p = 0; p < PINS; p++) {
    if (held[p].pin) ql_pin_release(held[p].pin);
  }
  ql_publish(store, 1000);
  CHECK_EQUAL(store->kept_count, 0);
  CHECK_EQUAL(store->pin_count, 0);
  /* Without pins, each page has one version; only "gone" says so in another. */
  ql_forget_gone(store, 1e15);
  CHECK(ql_pages_used() <= store->committed.page_count);
  CHECK_EQUAL(ql_pages_used(), ql_page_version_count());
  check_integrity(writer);
  check_structure(store);
  conn_close(writer);
  ql_store_drop(store);
}

/* The holder of a pin may have a page's address; abort() must not free it underneath. */
static void a_doomed_pin_keeps_its_pages(void) {
  ql_store *store = store_new_blank("parked");
  sqlite3 *writer = conn_open(store, WRITER);
  SQL(writer, "CREATE TABLE t(a)");
  ql_publish(store, 1);
  SQL(writer, "INSERT INTO t VALUES (randomblob(100))");
  ql_pin *pin = ql_pin_take(store, 1);
  const uint8_t *page;
  CHECK_EQUAL(ql_pin_page(pin, 2, &page), SQLITE_OK);
  uint8_t copy[QL_PAGE_SIZE];
  memcpy(copy, page, sizeof copy);
  CHECK_EQUAL(ql_pin_page(pin, 3, &page), QL_OUT_OF_RANGE);
  CHECK_EQUAL(ql_pin_page(pin, 2, &page), SQLITE_OK);
  uint32_t used = ql_pages_used();
  ql_abort(store);
  CHECK_EQUAL(ql_pages_used(), used);
  CHECK(memcmp(page, copy, sizeof copy) == 0);
  CHECK_EQUAL(ql_pin_page(pin, 2, &page), QL_DOOMED);
  ql_pin_release(pin);
  CHECK(ql_pages_used() < used);
  conn_close(writer);
  ql_store_drop(store);
}

void test_snapshots(void) {
  an_old_snapshot_costs_what_it_sees();
  pins_see_one_version_and_keep_no_more();
  a_doomed_pin_keeps_its_pages();
}
