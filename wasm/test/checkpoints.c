/* What storage does with a store: it writes the pages that changed, and after a crash restores them and replays entries. */
#include "harness.h"

#define IMAGE_PAGES 4096

/* Pages as they lie on a disk. */
typedef struct {
  uint8_t *pages[IMAGE_PAGES];
  uint32_t page_count;
  double version;
  uint64_t checksum;
} image;

static void image_set(image *disk, uint32_t pgno, const uint8_t *page) {
  CHECK(pgno < IMAGE_PAGES);
  if (!disk->pages[pgno]) disk->pages[pgno] = malloc(QL_PAGE_SIZE);
  memcpy(disk->pages[pgno], page, QL_PAGE_SIZE);
}

static void image_free(image *disk) {
  for (uint32_t i = 0; i < IMAGE_PAGES; i++) free(disk->pages[i]);
  memset(disk, 0, sizeof *disk);
}

/* Writes what changed since the last checkpoint; stops after `batches`, as a crash would. Returns whether it got through. */
static int checkpoint(ql_store *store, image *disk, int batches) {
  ql_pin *pin = ql_pin_take(store, 0);
  uint32_t from = 1, records = 1 + random_below(50);
  uint8_t *out = malloc(8 + 16 * records);
  while (from && batches-- != 0) {
    CHECK_EQUAL(ql_pin_changes(pin, disk->version, from, 1 + random_below(3000), records, out), SQLITE_OK);
    from = ql_get_u32(out);
    for (uint32_t i = 0; i < ql_get_u32(out + 4); i++) {
      const uint8_t *record = out + 8 + 16 * i, *page;
      uint32_t pgno = ql_get_u32(record);
      if (ql_get_u32(record + 4) == 2) {
        CHECK(pgno < IMAGE_PAGES);
        free(disk->pages[pgno]);
        disk->pages[pgno] = 0;
        continue;
      }
      CHECK_EQUAL(ql_pin_page(pin, pgno, &page), SQLITE_OK);
      uint8_t hash[8];
      ql_page_hash(pgno, page, hash);
      CHECK(memcmp(hash, record + 8, 8) == 0);
      image_set(disk, pgno, page);
    }
  }
  free(out);
  if (!from) {
    disk->version = (double)pin->mark.version;
    disk->page_count = pin->mark.page_count;
    disk->checksum = pin->mark.checksum;
    if (random_below(3)) ql_forget_gone(store, disk->version);
  }
  ql_pin_release(pin);
  return !from;
}

/* After a whole checkpoint the disk has the store's pages and no other. */
static void check_image(ql_store *store, const image *disk) {
  ql_pin *pin = ql_pin_take(store, 0);
  for (uint32_t pgno = 1; pgno < IMAGE_PAGES; pgno++) {
    const uint8_t *page;
    int code = ql_pin_page(pin, pgno, &page);
    CHECK(code == SQLITE_OK || code == QL_HOLE || code == QL_OUT_OF_RANGE);
    CHECK_EQUAL(disk->pages[pgno] != 0, code == SQLITE_OK);
    if (code == SQLITE_OK) CHECK(memcmp(disk->pages[pgno], page, QL_PAGE_SIZE) == 0);
  }
  ql_pin_release(pin);
}

static ql_store *restore(const image *disk, const char *name) {
  ql_store *store = store_new(name);
  for (uint32_t pgno = 1; pgno < IMAGE_PAGES; pgno++) {
    if (disk->pages[pgno]) CHECK_EQUAL(ql_restore_put(store, pgno, disk->pages[pgno], 0), SQLITE_OK);
  }
  sqlite3 *conn;
  CHECK_EQUAL(ql_open(store, 0, &conn), QL_NOT_A_DATABASE);
  CHECK_EQUAL(ql_restore_finish(store, disk->page_count), SQLITE_OK);
  return store;
}

static void change(sqlite3 *conn, int i) {
  switch (random_below(8)) {
    case 0:
      SQL(conn, "DELETE FROM t WHERE a %% 3 = %u", random_below(3));
      break;
    case 1:
      if (random_below(3) == 0) SQL(conn, "VACUUM");
      break;
    case 2:
      SQL(conn, "CREATE TABLE IF NOT EXISTS x%u(a)", random_below(4));
      break;
    case 3:
      SQL(conn, "DROP TABLE IF EXISTS x%u", random_below(4));
      break;
    case 4:
      SQL(conn, "UPDATE t SET b = randomblob(length(b)) WHERE a %% 11 = %u", random_below(11));
      break;
    default:
      SQL(conn, "INSERT INTO t(b) SELECT randomblob(%u) FROM (VALUES (1), (2), (3), (4))", random_below(9000));
  }
  if (i % 5 == 0) SQL(conn, "PRAGMA incremental_vacuum(3)");
}

static void recover(const image *disk, const entry_copy *log, uint32_t entries, const ql_store *live) {
  ql_store *store = restore(disk, "recovered");
  for (uint32_t i = 0; i < entries; i++) {
    CHECK_EQUAL(ql_apply(store, log[i].bytes, log[i].length, QL_APPLY_UNVERIFIED), SQLITE_OK);
  }
  CHECK_EQUAL(store->committed.page_count, live->committed.page_count);
  CHECK(store->committed.checksum == live->committed.checksum);
  check_hashes(store);
  check_structure(store);
  sqlite3 *conn = conn_open(store, 0);
  check_integrity(conn);
  conn_close(conn);
  ql_store_drop(store);
}

/* Pages on the disk may be newer than the position that the disk states: replaying the log over them must come out right. */
static void recovery_over_pages_that_run_ahead(int auto_vacuum) {
  enum { LOG = 400, ROUNDS_MIN = 600, ROUNDS_MAX = 6000, CRASHES_MIN = 6 };
  static image disk;
  static entry_copy log[LOG];
  uint32_t entries = 0, crashes = 0;
  ql_store *store = store_new_blank("live");
  sqlite3 *conn = conn_open(store, WRITER);
  SQL(conn, "PRAGMA auto_vacuum = %d; VACUUM; CREATE TABLE t(a INTEGER PRIMARY KEY, b)", auto_vacuum);
  ship(store, 0);
  CHECK(checkpoint(store, &disk, -1));
  for (int i = 0; i < ROUNDS_MIN || (crashes < CRASHES_MIN && i < ROUNDS_MAX); i++) {
    change(conn, i);
    while (entries < LOG && (log[entries] = entry_take(store, 0)).length) {
      ql_publish(store, 1);
      entries++;
    }
    if (random_below(12) && entries < LOG - 10) continue;
    if (random_below(2)) {
      recover(&disk, log, entries, store);
      crashes += !checkpoint(store, &disk, 1 + (int)random_below(4));
      recover(&disk, log, entries, store);
    }
    if (entries > LOG / 2 || random_below(3) == 0) {
      CHECK(checkpoint(store, &disk, -1));
      check_image(store, &disk);
      for (uint32_t k = 0; k < entries; k++) free(log[k].bytes);
      entries = 0;
      ql_store *restored = restore(&disk, "restored");
      CHECK(restored->committed.checksum == disk.checksum);
      CHECK(disk.checksum == store->committed.checksum);
      ql_store_drop(restored);
      check_structure(store);
    }
  }
  CHECK(crashes >= CRASHES_MIN);
  for (uint32_t k = 0; k < entries; k++) free(log[k].bytes);
  image_free(&disk);
  conn_close(conn);
  ql_store_drop(store);
}

static void restore_is_for_empty_stores(void) {
  ql_store *store = store_new("restore");
  uint8_t page[QL_PAGE_SIZE];
  CHECK_EQUAL(ql_restore_finish(store, 1), QL_NOT_A_DATABASE);
  memset(page, 1, sizeof page);
  CHECK_EQUAL(ql_restore_put(store, 2, page, 0), SQLITE_OK);
  CHECK_EQUAL(ql_restore_put(store, 1, page, 0), SQLITE_OK);
  CHECK_EQUAL(ql_import_begin(store), QL_NOT_EMPTY);
  CHECK_EQUAL(ql_restore_finish(store, 2), QL_NOT_A_DATABASE);
  ql_blank_page1(page);
  CHECK_EQUAL(ql_restore_put(store, 1, page, 0), SQLITE_OK);
  CHECK_EQUAL(ql_restore_put(store, QL_MAX_PAGES, page, 0), SQLITE_OK);
  CHECK_EQUAL(ql_restore_put(store, QL_MAX_PAGES + 1, page, 0), QL_OUT_OF_RANGE);
  CHECK_EQUAL(ql_restore_finish(store, 1), SQLITE_OK);
  CHECK_EQUAL(ql_restore_put(store, 1, page, 0), QL_NOT_EMPTY);
  check_hashes(store);
  sqlite3 *conn = conn_open(store, WRITER);
  SQL(conn, "CREATE TABLE t(a)");
  conn_close(conn);
  ql_store_drop(store);
}

void test_checkpoints(void) {
  restore_is_for_empty_stores();
  recovery_over_pages_that_run_ahead(0);
  recovery_over_pages_that_run_ahead(2);
}
